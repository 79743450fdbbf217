from huaihai.governance.models.agreement import AgreementVersion
from huaihai.governance.models.secretariat import SecretariatTerm

__all__ = ["AgreementVersion", "SecretariatTerm"]
