"""One address of each kind of page, found by following the links of a running server."""

from __future__ import annotations

import re
import urllib.request

FIXED = {
    "panorama": "/",
    "preguntas": "/preguntas",
    "cumplimiento": "/cumplimiento",
    "metas-estrategicas": "/metas-estrategicas",
    "proyectos": "/proyectos",
    "proyectos-cronograma": "/proyectos?vista=cronograma",
    "proyectos-presupuesto": "/proyectos?vista=presupuesto",
    "proyectos-demoras": "/proyectos?vista=atrasos",
    "proyectos-mapa": "/proyectos?vista=mapa",
    "indicadores": "/indicadores",
    "ejes": "/ejes",
    "ods": "/ods",
    "comite": "/comite",
    "comparar": "/comparar",
    "explorar": "/explorar",
    "explorar-grafico": "/explorar?grafico=barras",
    "buscar": "/buscar?q=agua",
    "planes": "/planes",
    "diccionario": "/diccionario",
    "reglas": "/reglas",
    "componentes": "/componentes",
}
KINDS = ("eje", "programa", "secretaria", "proyecto", "indicador", "distrito")


def sample_paths(url: str) -> dict[str, str]:
    """Return a path for each kind of page of the server at `url`; raises LookupError when no link leads to a kind."""
    found = dict(FIXED)
    to_read = list(FIXED.values())
    while to_read:
        for link in _links(url + to_read.pop(0)):
            kind = link.split("/")[1]
            if kind in KINDS and kind not in found:
                found[kind] = link
                to_read.append(link)
    missing = [kind for kind in KINDS if kind not in found]
    if missing:
        raise LookupError(f"no link leads to a page of the kind {', '.join(missing)}")
    return found


def _links(address: str) -> list[str]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        page = answer.read().decode()
    return re.findall(r'href="(/[a-z]+/[^"?#]+)', page)
