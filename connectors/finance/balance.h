#pragma once

#include <string>
#include <vector>

#include "connectors/connector.h"

namespace lixiao::connectors {

struct Fee {
  std::string name;  ///< `tuition`
  model::LocalizedText title;
};
const std::vector<Fee>& fees();

/// The fees whose dues are reckoned here: `FEE_charged_field` and `FEE_paid_field` are given, `FEE_due_field`
/// is not.
std::vector<std::string> reckonedFees(const Settings& settings);
/// The settings, with no due asked for where it is reckoned.
Settings withReckonedDues(Settings settings);
/// A part of a fee without what is needed to reckon with it.
std::vector<model::Diagnostic> checkReckoning(const Settings& settings);

/// `finance.tuition_due`
std::string dueFact(const std::string& fee);
/// Adds what is due of a fee: charged − paid − deferred − waived + refunded, at least 0. Unknown where one of
/// the parts that are asked for is unknown.
void addDue(const std::string& fee, const std::vector<StudentRef>& students, Delivery& delivery);

}  // namespace lixiao::connectors
