"""The API description against the service, with requests made up from it, well-formed and not."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from diastole.web.application import make_app

# The description cannot say what FHIR resources look like inside, so a well-formed call may be answered by 400 or 412.
CONFIG = SchemathesisConfig.from_dict(
    {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "412"]}}}
)
HOST = {"Host": "127.0.0.1"}
schema = schemathesis.openapi.from_asgi("/openapi.json", make_app(), config=CONFIG, headers=HOST)


@pytest.mark.filterwarnings("ignore")
@schema.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_service_keeps_to_its_description(case):
    case.call_and_validate(headers=HOST)
