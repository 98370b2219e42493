#pragma once

#include "web/visit.h"

namespace lixiao::web::pages {

/// The part of a student's page from which the sources are asked at once; false where no item rests on them.
/// `page`: the address of the page, below which its form goes to `/recheck`.
Data recheckData(const Visit& visit, const service::StudentView& student, const std::string& page);

}  // namespace lixiao::web::pages
