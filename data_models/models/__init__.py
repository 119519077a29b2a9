"""The tables people write to: small, normalised, append-only. Everybody reads the progress table instead."""

from data_models.models.base import Base
from data_models.models.indicators import (
    CrossAxis,
    CrossAxisItem,
    Indicator,
    IndicatorVersion,
    Link,
    Target,
    Value,
)
from data_models.models.organisation import (
    Account,
    AuditRecord,
    DataVersion,
    Import,
    ImportFinding,
    ImportKind,
    Municipality,
    Role,
    Secretariat,
    SecretariatVersion,
)
from data_models.models.plan import (
    Budget,
    LevelRole,
    Milestone,
    Node,
    NodeVersion,
    Plan,
    PlanLevel,
    PlanVersion,
    Project,
    ProjectVersion,
    Responsibility,
    UrlName,
)

__all__ = [
    "Account", "AuditRecord", "Base", "Budget", "CrossAxis", "CrossAxisItem", "DataVersion", "Import", "ImportFinding",
    "ImportKind", "Indicator", "IndicatorVersion", "LevelRole", "Link", "Milestone", "Municipality", "Node", "NodeVersion",
    "Plan", "PlanLevel", "PlanVersion", "Project", "ProjectVersion", "Responsibility", "Role", "Secretariat",
    "SecretariatVersion", "Target", "UrlName", "Value",
]
