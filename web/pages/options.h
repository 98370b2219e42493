#pragma once

#include <string>
#include <vector>

#include "web/visit.h"

namespace lixiao::web::pages {

/// What a choice offers, as templates read it: entries with an id and a title.
template <typename Entry>
List options(const Visit& visit, const std::vector<Entry>& entries, const std::string& chosen) {
  List list(Data::type::list);
  for (const Entry& each : entries) {
    Data option;
    option.set("value", each.id);
    option.set("title", visit.in(each.title));
    option.set("chosen", Data(each.id == chosen));
    list.push_back(option);
  }
  return list;
}

}  // namespace lixiao::web::pages
