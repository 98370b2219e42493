#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/sources/records.h"

namespace lixiao::connectors {

/// An HTTP interface that answers JSON. Unless the settings say otherwise it is the finance interface: POST
/// `{"students": ["5130719001", …]}` is answered by
/// `{"unit": "yuan", "currency": "CNY",
///   "students": [{"student_no": "5130719001", "tuition_due": "300.00", "dorm_due": "0.00"}, …],
///   "unknown": ["…"]}`.
/// Amounts are texts or numbers in the unit named; null means the source cannot say. Where there is a list of
/// the unknown, every student asked stands in one of both lists, once.
Schema jsonSourceSchema();
/// Findings beyond the schema.
std::vector<model::Diagnostic> checkJsonSource(const Settings& settings);
/// `fields`: where a row has each field. `settings` must be complete and checked.
std::unique_ptr<RecordSource> makeJsonSource(const Settings& settings, const std::vector<FieldPlace>& fields);

}  // namespace lixiao::connectors
