/** One person, seen by five departments. */
export const question = /* GraphQL */ `
  query Person($citizenNumber: CitizenNumber!) {
    person(citizenNumber: $citizenNumber) {
      name
      citizenNumber
      address
      household {
        number
        address
      }
      socialInsurances {
        insuranceType
        status
        paidMonths
        contributionBase
      }
      realEstateRights {
        unitNumber
        area
        usage
      }
      marriageRecords {
        kind
        registeredOn
        office
      }
      shareholdings {
        ratio
        enterprise {
          name
          status
        }
      }
    }
  }
`;

/** Grant of the bench's app: exactly the question, two fields of it masked. */
export const grants = {
  grants: [
    {
      id: "bench",
      consumer: { app: "bench" },
      purpose: { code: "BENCH", name: "测试", basis: "bench" },
      validFrom: "2020-01-01T00:00:00Z",
      validTo: "2100-01-01T00:00:00Z",
      rowScope: ["4111"],
      items: {
        "Query.person": "CLEAR",
        "Person.*": "CLEAR",
        "Person.address": "MASKED",
        "Household.number": "CLEAR",
        "Household.address": "MASKED",
        "SocialInsurance.*": "CLEAR",
        "RealEstateRight.*": "CLEAR",
        "MarriageRecord.*": "CLEAR",
      },
    },
  ],
};
