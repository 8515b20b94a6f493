"""The verbs on entitlements and batches, all in one place for whoever calls them.

Staff: set_terms, grant, grant_many, ledger, allot, batch_state, batch_steps, export_batch, export_ledger.
The dialogue: instead (what the member could have), why_not_entitled, to_pay. The worker: by the sweep of union/events.
"""

from union.excursions.accounts import terms_of
from union.excursions.allotting import Allotted, allot
from union.excursions.claims import why_not_entitled
from union.excursions.desk import Granted, Ledger, TermsSet, grant, grant_many, ledger, set_terms
from union.excursions.offers import instead
from union.excursions.state import BatchState, BranchPlaces, batch_state, export_batch, export_ledger
from union.excursions.steps import batch_steps
from union.excursions.sweep import sweep_excursions
from union.excursions.terms import Amount, EntitlementTerms
from union.excursions.texts import own_cost, to_pay

__all__ = [
    "Allotted",
    "Amount",
    "BatchState",
    "BranchPlaces",
    "EntitlementTerms",
    "Granted",
    "Ledger",
    "TermsSet",
    "allot",
    "batch_state",
    "batch_steps",
    "export_batch",
    "export_ledger",
    "grant",
    "grant_many",
    "instead",
    "ledger",
    "own_cost",
    "set_terms",
    "sweep_excursions",
    "terms_of",
    "to_pay",
    "why_not_entitled",
]
