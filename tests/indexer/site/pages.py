"""Pages as sites make them, in our own words."""

SPIP = """<!DOCTYPE html><html lang="fr"><head><title>L’eau au Togo - Portail</title>
<link rel="canonical" href="https://portail.example/L-eau-au-Togo"><meta name="generator" content="SPIP 4.4"></head>
<body class="pas_surlignable page_article"><nav><a href="-Actualites-">Actualités</a> <a href="-Agenda-">Agenda</a></nav>
<main><div class="content" id="content"><p class="arbo"><a href="/">Accueil</a> &gt; <a href="-Agenda-">Agenda</a> &gt;
<strong class="on">L’eau au Togo</strong></p><div class="cartouche"><p class="surtitre">Webinaire</p>
<h1 class="entry-title">L’eau au&nbsp;Togo</h1><p class="info-publi"><abbr class="published" title="2025-11-20T08:30:00Z">20 novembre</abbr>,
par <span class="vcard author"><a href="_Pole_">Pôle Afrique</a></span></p></div>
<div class="chapo"><p>Un rendez-vous.</p></div><div class="texte"><h2>Programme</h2><ul><li>La maîtrise d’ouvrage&nbsp;;</li></ul>
<p>Gratuit<span class="spip_note_ref">&nbsp;[<a href="#nb1">1</a>]</span>.</p></div><div class="notes"><p>Deux cents places.</p></div>
<h2>Un message, un commentaire ?</h2><form><p>Votre nom</p></form></div><aside><h2>Dans la même rubrique</h2><a href="Autre">Autre</a>
<h2>Mots-clés</h2><ul><li><a href="+Eau+" rel="tag">Eau</a></li><li><a href="+Togo+" rel="tag">Togo</a></li></ul></aside></main>
<footer>Plan du site</footer></body></html>"""

SPIP_LIST = SPIP.replace("page_article", "page_rubrique").replace("L-eau-au-Togo", "-Agenda-")

LINKED = """<html lang="fr-FR"><head><title>Une offre de stage | Le réseau</title><meta property="og:title" content="Une offre de stage">
<meta property="og:image" content="/img/stage.jpg"><meta name="keywords" content="emploi, stage">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Le réseau"},
{"@type":["NewsArticle"],"headline":"Offre de stage : chargé·e de projet","datePublished":"2025-05-26T10:00:00+02:00",
"dateModified":"2025-05-27","author":[{"@type":"Person","name":"Service emploi"}],"description":"Six mois à Lyon."}]}</script></head>
<body><header>Menu principal du site</header><article><h1>Offre de stage</h1>
<p>Le réseau recherche une personne pour appuyer l’animation des groupes-pays pendant six mois, à Lyon, avec des déplacements.</p>
<p>La personne recrutée suivra les partenariats avec le Bénin et le Sénégal, rédigera les comptes rendus et tiendra l’agenda.</p>
</article><footer>Mentions légales</footer></body></html>"""

EVENT = """<html lang="fr"><head><script type="application/ld+json">{"@type":"MusicEvent","name":"Concert à Lomé",
"startDate":"2026-06-21T20:00:00+00:00","endDate":"2026-06-21T23:00:00+00:00","location":{"@type":"Place","name":"Institut, Lomé"}}</script>
</head><body><h1>Concert à Lomé</h1><p>La fête de la musique, dans la cour de l’institut, avec les élèves de l’école voisine.</p></body></html>"""

WRITTEN = """<html><head><title>Compte rendu de mission - Ville</title></head><body><div id="menu"><a href="/a">Accueil</a></div>
<div id="contenu"><h1>Compte rendu de mission</h1><p class="meta">Publié le 26 mai 2025 à 14 h 30, mis à jour le 3 juin 2025</p>
<p>La délégation s’est rendue à Cotonou pour préparer la convention triennale avec la mairie et les associations.</p></div>
<div id="pub">Abonnez-vous à notre lettre</div></body></html>"""

UNDATED = """<html><head><title>Qui sommes-nous</title></head><body><h1>Qui sommes-nous</h1><p>Une association de collectivités qui agit à
l’international depuis trente ans, avec des partenaires de vingt pays et des centaines de bénévoles.</p></body></html>"""

NOINDEX = UNDATED.replace("<head>", '<head><meta name="robots" content="noindex, follow">')


def sitemap(*addresses: str) -> bytes:
    entries = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()


def sitemap_index(*addresses: str) -> bytes:
    entries = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'.encode()
