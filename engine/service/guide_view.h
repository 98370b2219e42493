#pragma once

#include <string>

#include "engine/model/date.h"
#include "engine/model/text.h"
#include "engine/store/guide.h"

namespace lixiao::service {

/// A guide as people see it.
struct GuideView {
  store::GuideKey key;
  model::LocalizedText department;
  model::LocalizedText subject;  ///< title of the item or document; empty: all of the department
  store::GuideText text;
  std::int64_t revision = 0;
  bool withdrawn = false;
  model::Instant at{};
  std::string by;  ///< the person's name
};

}  // namespace lixiao::service
