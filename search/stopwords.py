"""French words too common to tell documents apart, folded (no accents).

The exact view keeps them all. ``ete`` (summer), ``or`` (gold) and ``can`` (the Africa Cup) are words that visitors
mean, so they are not here. ``eme`` is what ends an ordinal that was typed in two (``13 ème``).
"""

STOP_WORDS = frozenset(
    """
    a ai aient ainsi alors apres as au aucun aucune aupres auquel aussi autre autres aux auxquelles auxquels avait avant
    avec avez avoir avons ayant
    c car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment
    d dans de depuis des desquelles desquels donc dont du duquel
    elle elles eme en encore entre est et etaient etait etant etc etes etre eu eux
    fait faire faut furent fut
    ieme il ils
    j je jusqu jusque
    l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui
    m ma mais me meme memes mes moi moins mon
    n ne ni non nos notre nous
    on ont ou
    par parce pas pendant peu peut peuvent plus plusieurs pour pourquoi puis puisque
    qu quand que quel quelle quelles quels quelqu quelquun qui quoi
    s sa sans se sera serait seront ses si sinon soit son sont sous suis sur
    t ta te tes toi ton tous tout toute toutefois toutes tres tu
    un une
    vers vos votre vous
    y
    """.split()
)
