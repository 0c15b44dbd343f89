"""The words that a chart of the Council of Europe prints around its rows, in English (False) and French (True)."""

from __future__ import annotations

LABELS = {
    False: {
        "state": "State or International Organisation",
        "signed": "Signature",
        "consent": "Ratification",
        "in_force": "Entry into Force",
        "denounced": "Denunciation",
        "left": "Effect denunciation",
        "notes": "Notes",
        "unknown": "Remarks",
    },
    True: {
        "state": "Etat ou Organisation internationale",
        "signed": "Signature",
        "consent": "Ratification",
        "in_force": "Entrée en vigueur",
        "denounced": "Dénonciation",
        "left": "Effet dénonciation",
        "notes": "Renvois",
        "unknown": "Remarques",
    },
}
HEADINGS = {
    (1, False): (
        "Member States of the Council of Europe",
        "Non-member States of the Council of Europe",
        "International Organisations",
    ),
    (1, True): (
        "Etats membres du Conseil de l'Europe",
        "Etats non membres du Conseil de l'Europe",
        "Organisations internationales",
    ),
    (3, False): (
        "Members of Council of Europe",
        "Non-Members of Council of Europe",
        "International Organisations",
    ),
    (3, True): (
        "Membres du Conseil de l’Europe",
        "Non-membres du Conseil de l’Europe",
        "Organisations internationales",
    ),
}
TOTALS = {
    False: ("Total number of signatures not followed by ratifications", "Total number of ratifications/accessions"),
    True: ("Nombre total de signatures non suivies de ratifications", "Nombre total de ratifications/adhésions"),
}
LEGEND = {
    False: (
        'a: Accession s: Signature without reservation as to ratification su: Succession r: Signature "ad referendum".',
        (
            "R.: Reservations D.: Declarations, Denunciations, Derogations A.: Authorities"
            " T.: Territorial Application C.: Communication O.: Objection."
        ),
    ),
    True: (
        'a: Adhésion s: Signature sans réserve de ratification su: Succession r: Signature "ad referendum".',
        (
            "R.: Réserves D.: Déclarations, Dénonciations, Dérogations A.: Autorités"
            " T.: Application territoriale C.: Communication O.: Objection."
        ),
    ),
}
NATURES = {"R": 2, "D": 10, "A": 3, "T": 4, "C": 5, "O": 6}
