"""Where the settings say that queries are counted."""

from trouvaille.settings import Settings
from web.statistics.settings import FILE, StatisticsSettings


def statistics_of(settings: Settings) -> StatisticsSettings:
    """The store of the portal's query statistics, and from when on a query is known."""
    return StatisticsSettings(settings.portal / FILE, settings.statistics_hours, settings.statistics_days)
