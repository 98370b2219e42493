#pragma once

#include <map>
#include <string>
#include <vector>

#include "web/visit.h"

namespace lixiao::web::pages {

/// The connectors that deliver what decides the item, each once.
std::vector<ConnectorView> sourcesOf(const Visit& visit, const service::ItemView& item);
/// What of its data is missing and what ails the sources that deliver it: sentences for the student and the
/// offices, one for each cause; none while all is well.
List sourceWords(const Visit& visit, const service::ItemView& item, const service::EditionView& edition);
/// Sets these sentences as the template `missing` reads them.
void setSourceWords(const Visit& visit, Data& data, const service::ItemView& item,
                    const service::EditionView& edition);
/// What people call each connector, by its name: the departments whose items it decides for this student,
/// with the connector's own name where that alone does not tell which it is.
std::map<std::string, std::string> systemTitles(const Visit& visit, const service::StudentView& student);

}  // namespace lixiao::web::pages
