#pragma once

#include "engine/service/news.h"
#include "web/json.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// What the template `me_news` reads; `has_news` is false when nothing changed.
void setNews(const Visit& visit, Data& data, const service::StudentNews& news);
Json newsJson(const Visit& visit, const service::StudentNews& news);

}  // namespace lixiao::web::pages
