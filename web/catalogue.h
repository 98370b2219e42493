#pragma once

#include <locale>
#include <string>
#include <string_view>

#include "engine/model/status.h"

namespace lixiao::web {

/// The texts people read, from web/po/zh_CN.po. The English text is the key. Thread-safe.
class Catalogue {
 public:
  Catalogue();

  /// The text in this language; the key itself when it is not in the catalogue.
  std::string text(model::Language language, std::string_view key) const;
  /// One of two texts by a number, which takes the place of {0}.
  std::string plural(model::Language language, std::string_view one, std::string_view many,
                     std::size_t count) const;
  /// A message of the engine with its arguments.
  std::string text(model::Language language, const model::Message& message) const;

 private:
  std::locale chinese_;
};

}  // namespace lixiao::web
