"""The names the demonstration is made of: axes, secretariats and their areas, places, steps, cross-cutting axes.

None is a real place or person of any municipality.
"""

from __future__ import annotations

import datetime as dt

AXES = {
    "1": ("Gobierno cercano y transparente", "Un municipio que atiende bien, muestra lo que hace y escucha."),
    "2": ("Ciudad que cuida", "Salud, vivienda y cuidados para cada etapa de la vida."),
    "3": ("Aprender y trabajar", "Estudiar, conseguir trabajo y producir sin irse del lugar."),
    "4": ("Ambiente y agua", "Cuidar el agua, el aire y la montaña, y usar mejor lo que tenemos."),
    "5": ("Ciudad conectada", "Calles, transporte y barrios que acercan."),
    "6": ("Vida en común", "Convivir, disfrutar y encontrarse."),
}

SECRETARIATS = {
    "AMB": "Ambiente y Energía",
    "CUL": "Cultura y Turismo",
    "DEP": "Deportes y Juventud",
    "DES": "Desarrollo Social",
    "EDU": "Educación y Empleo",
    "GOB": "Gobierno y Participación",
    "HAC": "Hacienda",
    "INN": "Innovación y Datos",
    "MOV": "Movilidad y Territorio",
    "OBR": "Obras Públicas",
    "SAL": "Salud",
    "SEG": "Seguridad y Convivencia",
    "SER": "Servicios Públicos",
}

# The secretariat that was renamed, its earlier name and the day the new one came into force.
RENAMED = ("INN", "Modernización", dt.date(2025, 3, 1))

AREAS: dict[str, tuple[str, ...]] = {
    "AMB": ("Dirección de Gestión Ambiental", "Dirección de Energía"),
    "CUL": ("Dirección de Cultura", "Dirección de Turismo"),
    "DEP": ("Dirección de Deportes", "Dirección de Juventud"),
    "DES": ("Dirección de Vivienda", "Dirección de Personas Mayores", "Dirección de Género y Diversidad"),
    "EDU": ("Dirección de Educación", "Dirección de Empleo", "Dirección de Producción"),
    "GOB": ("Dirección de Participación", "Dirección de Atención Vecinal"),
    "HAC": ("Dirección de Rentas", "Dirección de Compras", "Contaduría General"),
    "INN": ("Dirección de Datos", "Dirección de Sistemas"),
    "MOV": ("Dirección de Tránsito", "Dirección de Catastro", "Dirección de Obras Privadas"),
    "OBR": ("Dirección de Inspección de Obras", "Dirección de Vialidad"),
    "SAL": ("Dirección de Atención Primaria", "Dirección de Zoonosis"),
    "SEG": ("Dirección de Prevención", "Centro de Monitoreo"),
    "SER": ("Dirección de Higiene Urbana", "Dirección de Espacios Verdes"),
}

# Areas that closed: one when its secretariat was renamed, one that left a project without anybody to answer for it.
CLOSED_AREAS = {
    "INN-3": ("Dirección de Gobierno Electrónico", dt.date(2023, 12, 10), dt.date(2025, 2, 28)),
    "AMB-3": ("Unidad de Emergencia Climática", dt.date(2024, 1, 2), dt.date(2026, 4, 30)),
}
# The area that opened when the first of them closed.
OPENED_AREA = ("INN", "Dirección de Datos", dt.date(2025, 3, 1))

DISTRICTS = {
    "Distrito Centro": ("Villa Nueva", "La Estación", "Villa Ferroviaria", "Puente Viejo", "La Acequia"),
    "Distrito Norte": ("Bajo Norte", "Los Aromos", "El Molino", "Villa del Parral", "Los Sauces"),
    "Distrito Sur": ("Alto Sur", "La Toma", "El Retamo", "Loma Alta", "Las Moreras"),
    "Distrito Este": ("Tres Esquinas", "Los Álamos", "El Salitral", "La Calera", "Campo Chico"),
    "Distrito Oeste": ("Ruta Vieja", "El Cerrillo", "Los Nogales", "Piedra Blanca", "Paso Hondo"),
    "Distrito Piedemonte": ("Vista al Cordón", "El Mirador", "Las Bardas", "El Portezuelo", "La Cañada"),
    "Distrito Ribera": ("La Represa", "El Zanjón", "El Carrizal Chico", "El Totoral", "La Isla"),
}

OFFICES = (
    "Catastro",
    "Comercio",
    "Rentas",
    "Tránsito",
    "Obras Privadas",
    "Bromatología",
    "Compras",
    "Recursos Humanos",
    "Espacios Verdes",
    "Alumbrado",
    "Vivienda",
    "Deportes",
    "Cultura",
    "Turismo",
    "Desarrollo Social",
    "Zoonosis",
    "Defensa Civil",
    "Tesorería",
    "Contaduría",
    "Prensa",
    "Mesa de Entradas",
    "Asuntos Legales",
    "Higiene Urbana",
    "Vialidad",
    "Juventud",
    "Educación",
    "Empleo",
    "Mediación",
    "Gestión Ambiental",
    "Atención Primaria",
)

# Milestones by kind of project, in order; the first ones of a kind are used, and always its last.
STEPS = {
    "o": (
        "Anteproyecto aprobado",
        "Proyecto ejecutivo terminado",
        "Pliego publicado",
        "Obra adjudicada",
        "Acta de inicio firmada",
        "Obrador instalado",
        "Movimiento de suelo terminado",
        "Estructura terminada",
        "Instalaciones terminadas",
        "Terminaciones listas",
        "Recepción provisoria",
        "Puesta en servicio",
    ),
    "s": (
        "Diseño acordado con el barrio",
        "Equipo designado",
        "Lugar confirmado",
        "Convocatoria abierta",
        "Inscripción cerrada",
        "Primer encuentro realizado",
        "Mitad del ciclo cumplida",
        "Evaluación intermedia publicada",
        "Segundo ciclo iniciado",
        "Segundo ciclo terminado",
        "Encuesta de cierre realizada",
        "Informe final publicado",
    ),
    "d": (
        "Relevamiento terminado",
        "Requisitos acordados",
        "Proveedor definido",
        "Datos depurados",
        "Prototipo probado",
        "Integración terminada",
        "Personal capacitado",
        "Prueba piloto terminada",
        "Ajustes aplicados",
        "Migración terminada",
        "Puesta en producción",
        "Cierre y traspaso",
    ),
    "n": (
        "Diagnóstico terminado",
        "Mesa de trabajo reunida",
        "Borrador presentado",
        "Consulta realizada",
        "Observaciones respondidas",
        "Versión final acordada",
        "Dictamen legal favorable",
        "Norma aprobada",
        "Personal capacitado",
        "Primera aplicación hecha",
        "Seguimiento publicado",
        "Revisión anual hecha",
    ),
}

POSTS = ("Jefatura de programa", "Dirección responsable", "Coordinación de proyecto", "Referente de datos")

SDG_TARGETS = {
    "1.4": "Igualdad de acceso a servicios básicos y recursos económicos",
    "2.2": "Poner fin a todas las formas de malnutrición",
    "2.3": "Duplicar la productividad de los productores pequeños",
    "2.4": "Sistemas sostenibles de producción de alimentos",
    "3.1": "Reducir la mortalidad materna",
    "3.2": "Poner fin a las muertes evitables de recién nacidos y niños",
    "3.4": "Reducir las enfermedades no transmisibles y promover el bienestar",
    "3.6": "Reducir las muertes y lesiones por siniestros de tránsito",
    "3.8": "Cobertura sanitaria universal",
    "4.1": "Educación primaria y secundaria completa y de calidad",
    "4.2": "Desarrollo y educación de la primera infancia",
    "4.4": "Competencias para el empleo y el trabajo decente",
    "4.6": "Alfabetización de jóvenes y adultos",
    "5.2": "Eliminar la violencia contra mujeres y niñas",
    "5.4": "Reconocer los cuidados no remunerados",
    "5.5": "Participación plena de las mujeres en la conducción",
    "6.1": "Acceso universal al agua potable",
    "6.2": "Acceso a saneamiento e higiene",
    "6.3": "Mejorar la calidad del agua y tratar los efluentes",
    "6.4": "Usar el agua de manera eficiente",
    "7.2": "Aumentar la energía renovable",
    "7.3": "Mejorar la eficiencia energética",
    "8.3": "Apoyar el emprendimiento y las pequeñas empresas",
    "8.5": "Empleo pleno y trabajo decente para todas las personas",
    "8.6": "Reducir la proporción de jóvenes que no estudian ni trabajan",
    "8.8": "Entornos de trabajo seguros",
    "8.9": "Turismo sostenible que genere trabajo",
    "9.1": "Infraestructura fiable, sostenible y de calidad",
    "9.c": "Acceso a las tecnologías de la información",
    "10.2": "Inclusión social, económica y política de todas las personas",
    "11.1": "Vivienda adecuada, segura y asequible",
    "11.2": "Transporte seguro, asequible y accesible",
    "11.3": "Urbanización inclusiva y sostenible",
    "11.4": "Proteger el patrimonio cultural y natural",
    "11.5": "Reducir los daños por desastres",
    "11.6": "Reducir el impacto ambiental de las ciudades",
    "11.7": "Espacios verdes y públicos seguros e inclusivos",
    "12.5": "Reducir la generación de desechos",
    "12.7": "Compras públicas sostenibles",
    "13.1": "Fortalecer la adaptación a los riesgos del clima",
    "13.2": "Incorporar el cambio climático en las políticas",
    "15.1": "Conservar los ecosistemas terrestres y de agua dulce",
    "15.5": "Frenar la pérdida de biodiversidad",
    "16.1": "Reducir todas las formas de violencia",
    "16.6": "Instituciones eficaces y transparentes",
    "16.7": "Decisiones inclusivas, participativas y representativas",
    "16.10": "Acceso público a la información",
    "17.1": "Fortalecer la recaudación propia",
}

# What each program contributes to: the targets of the SDG, the first one first.
SDG_BY_PROGRAM = {
    "1.1": ("16.6",),
    "1.2": ("16.10", "16.6"),
    "1.3": ("16.7",),
    "1.4": ("17.1", "16.6"),
    "1.5": ("12.7", "16.6"),
    "1.6": ("8.8", "16.6"),
    "2.1": ("3.8", "3.2", "3.4"),
    "2.2": ("3.2", "3.1", "4.2", "2.2"),
    "2.3": ("3.4", "10.2"),
    "2.4": ("11.1", "1.4"),
    "2.5": ("5.4", "5.2", "5.5"),
    "2.6": ("10.2", "11.2", "8.5"),
    "3.1": ("4.1", "4.6"),
    "3.2": ("4.4",),
    "3.3": ("8.6", "8.5"),
    "3.4": ("8.3",),
    "3.5": ("2.4", "2.3"),
    "3.6": ("9.c", "10.2"),
    "4.1": ("12.5", "11.6"),
    "4.2": ("6.2", "6.1", "6.4", "6.3"),
    "4.3": ("11.7", "15.1"),
    "4.4": ("7.3", "7.2"),
    "4.5": ("13.1", "13.2", "11.5"),
    "4.6": ("15.1", "15.5"),
    "5.1": ("11.2", "9.1"),
    "5.2": ("11.2", "11.6"),
    "5.3": ("11.2",),
    "5.4": ("3.6", "11.2"),
    "5.5": ("11.3",),
    "5.6": ("9.1", "11.7"),
    "6.1": ("16.1", "11.7"),
    "6.2": ("11.4",),
    "6.3": ("8.9",),
    "6.4": ("3.4", "5.5"),
    "6.5": ("8.6", "16.7"),
}

CLIMATE = {
    "1": "Mitigación",
    "1.1": "Energía limpia en edificios y alumbrado",
    "1.2": "Movilidad de bajas emisiones",
    "1.3": "Residuos y economía circular",
    "2": "Adaptación",
    "2.1": "Arbolado, sombra y calor",
    "2.2": "Uso eficiente del agua",
    "2.3": "Alerta temprana y riesgo aluvional",
}

CLIMATE_BY_PROGRAM = {
    "4.1": "1.3",
    "4.2": "2.2",
    "4.3": "2.1",
    "4.4": "1.1",
    "4.5": "2.3",
    "4.6": "2.3",
    "5.2": "1.2",
    "5.3": "1.2",
    "3.5": "2.2",
}

PARTICIPATION = {"1": "Información", "2": "Consulta", "3": "Decisión compartida", "4": "Ejecución compartida"}

PARTICIPATION_BY_PROGRAM = {
    "1.1": "1",
    "1.2": "1",
    "1.3": "3",
    "2.4": "4",
    "4.1": "4",
    "5.5": "2",
    "6.1": "2",
    "6.5": "3",
}
