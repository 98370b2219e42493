#pragma once

#include "engine/service/statistics.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// From the fields by and item.
service::StatisticsSearch readStatisticsSearch(const Fields& query);

/// `/admin/statistics` or `/work/statistics`.
std::string statisticsPath(const Visit& visit);

/// `97.4 %`; `–` when there is nothing to share.
std::string share(std::uint64_t part, std::uint64_t whole);

/// The value of a dimension as people read it; a word of our own for those without one.
std::string valueTitle(const Visit& visit, const service::StatisticsLine& line);

}  // namespace lixiao::web::pages
