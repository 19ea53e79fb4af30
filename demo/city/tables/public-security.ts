import { keyed, numbered } from "./table.ts";

/** Tables that the seed fills in the database of public-security, with their columns in the order of COPY. */
export const PUBLIC_SECURITY_TABLES = {
  person: keyed(
    "id",
    "citizen_number",
    "name",
    "former_name",
    "sex",
    "nation",
    "birth_date",
    "household_id",
    "relation_to_head",
    "household_type",
    "education",
    "native_place",
    "address",
    "grid_code",
    "moved_in_on",
    "deceased",
    "division_code",
  ),
  household: keyed("id", "number", "head_id", "address", "grid_code", "division_code"),
  registration_cancellation: numbered("person_id", "reason", "died_on", "cancelled_on", "station", "division_code"),
  residence_permit: numbered("person_id", "permit_number", "address", "issued_on", "valid_to", "division_code"),
  vehicle: numbered("owner_id", "plate", "vehicle_type", "usage", "registered_on", "value", "division_code"),
  police_case: numbered("person_id", "case_number", "category", "opened_on", "division_code"),
  biometric: numbered("person_id", "kind", "captured_on", "division_code"),
};
