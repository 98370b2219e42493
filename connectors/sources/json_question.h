#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "connectors/transport/http.h"

namespace lixiao::connectors {

/// What the placeholders of a question stand for.
struct Asked {
  std::vector<std::string> students;  ///< `{students}`; `{student_no}` when there is one
  std::string page;                   ///< `{page}`
  std::size_t offset = 0;             ///< `{offset}`: rows that came before
};

/// The address and the body of a question with placeholders: in the address they are replaced and escaped, in
/// the JSON body a text that is nothing but a placeholder becomes the text or the list it stands for.
class QuestionTemplate {
 public:
  /// `body` "": none. Empty when it is not JSON.
  static std::optional<QuestionTemplate> parse(std::string method, std::string path_and_query,
                                               const std::string& body);

  HttpQuestion fill(const Asked& asked) const;
  /// Whether `{NAME}` stands in it.
  bool has(const std::string& name) const;

 private:
  std::string method_;
  std::string path_and_query_;
  std::optional<nlohmann::json> body_;
};

}  // namespace lixiao::connectors
