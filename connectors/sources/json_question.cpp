#include "connectors/sources/json_question.h"

#include <Poco/String.h>

namespace lixiao::connectors {
namespace {

using nlohmann::json;

std::string joined(const std::vector<std::string>& students) {
  std::string list;
  for (const std::string& student : students) list += (list.empty() ? "" : ",") + escapedForUrl(student);
  return list;
}

void fillBody(json& body, const Asked& asked) {
  if (body.is_structured()) {
    for (json& member : body) fillBody(member, asked);
  } else if (body == "{students}") {
    body = asked.students;
  } else if (body == "{student_no}") {
    body = asked.students.front();
  } else if (body == "{page}") {
    body = asked.page;
  } else if (body == "{offset}") {
    body = std::to_string(asked.offset);
  }
}

}  // namespace

std::optional<QuestionTemplate> QuestionTemplate::parse(std::string method, std::string path_and_query,
                                                        const std::string& body) {
  QuestionTemplate made;
  made.method_ = std::move(method);
  made.path_and_query_ = std::move(path_and_query);
  if (body.empty()) return made;
  json parsed = json::parse(body, nullptr, false);
  if (parsed.is_discarded()) return std::nullopt;
  made.body_ = std::move(parsed);
  return made;
}

HttpQuestion QuestionTemplate::fill(const Asked& asked) const {
  HttpQuestion question{method_, path_and_query_, ""};
  Poco::replaceInPlace(question.path_and_query, std::string("{students}"), joined(asked.students));
  if (!asked.students.empty())
    Poco::replaceInPlace(question.path_and_query, std::string("{student_no}"),
                         escapedForUrl(asked.students.front()));
  Poco::replaceInPlace(question.path_and_query, std::string("{page}"), escapedForUrl(asked.page));
  Poco::replaceInPlace(question.path_and_query, std::string("{offset}"), std::to_string(asked.offset));
  if (!body_) return question;
  json body = *body_;
  fillBody(body, asked);
  question.body = body.dump();
  return question;
}

bool QuestionTemplate::has(const std::string& name) const {
  const std::string placeholder = "{" + name + "}";
  return path_and_query_.find(placeholder) != std::string::npos ||
         (body_ && body_->dump().find("\"" + placeholder + "\"") != std::string::npos);
}

}  // namespace lixiao::connectors
