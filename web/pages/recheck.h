#pragma once

#include "web/visit.h"

namespace lixiao::web::pages {

/// The part of a student's page from which the sources are asked at once; false where no item rests on them.
/// `url`: where its form goes.
Data recheckData(const Visit& visit, const service::StudentView& student, const std::string& url);

}  // namespace lixiao::web::pages
