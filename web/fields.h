#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "web/http/request.h"

namespace lixiao::web {

/// A file that came with a form.
struct Upload {
  std::string name;
  std::string bytes;
};

/// The fields of a query or a form, each at most once.
class Fields {
 public:
  void add(std::string name, std::string value) { values_.emplace(std::move(name), std::move(value)); }
  bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
  /// "" when it was not sent.
  const std::string& operator[](std::string_view name) const;
  const std::map<std::string, std::string, std::less<>>& all() const { return values_; }

  std::optional<Upload> upload;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// What a sender got wrong: answered with `status`.
struct BadFields {
  int status = 400;
  bool unreadable = false;  ///< the bytes of a text are none
};

/// Reads the query of a request. A field that is repeated or not among `known` (one that ends in `*` stands
/// for all that begin so), text that is not UTF-8 and
/// control characters (except line ends and tabs) are refused.
std::variant<Fields, BadFields> readQuery(const http::Request& request,
                                          std::span<const std::string_view> known);
/// The same for a form in the body, urlencoded or, where `file` is allowed, multipart.
std::variant<Fields, BadFields> readForm(const http::Request& request,
                                         std::span<const std::string_view> known, bool file);

/// Percent-encodes everything but letters, digits and `-._~`.
std::string encode(std::string_view text);
/// One segment of a path; nothing when it is not well encoded UTF-8 or holds a slash or control character.
std::optional<std::string> decodeSegment(std::string_view text);

}  // namespace lixiao::web
