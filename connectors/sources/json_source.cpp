#include "connectors/sources/json_source.h"

#include <algorithm>
#include <mutex>

#include "connectors/sources/json_answer.h"
#include "connectors/sources/json_listing.h"
#include "connectors/sources/json_question.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/json_strict.h"
#include "connectors/transport/lines.h"
#include "connectors/transport/pace.h"

namespace lixiao::connectors {
namespace {

using nlohmann::json;

constexpr const char* kBatchQuestion = R"({"students": "{students}"})";
constexpr const char* kOneQuestion = R"({"student_no": "{student_no}"})";

std::string bodyOf(const Settings& settings) {
  if (settings.has("question")) return settings.text("question");
  if (settings.text("method") == "GET" || settings.text("ask") == "all") return "";
  return settings.text("ask") == "one" ? kOneQuestion : kBatchQuestion;
}

std::optional<QuestionTemplate> questionOf(const Settings& settings) {
  return QuestionTemplate::parse(settings.text("method"), parseUrl(settings.text("url"))->path_and_query,
                                 bodyOf(settings));
}

class JsonSource final : public RecordSource {
 public:
  JsonSource(Settings settings, const std::vector<FieldPlace>& fields)
      : settings_(std::move(settings)),
        shape_(jsonShape(settings_, fields)),
        question_(*questionOf(settings_)),
        ask_(settings_.text("ask")),
        not_found_is_unknown_(settings_.text("not_found") == "unknown"),
        pace_(sharedPace(settings_)) {}

  Records read(const std::vector<StudentRef>& students, Patience& patience) const override {
    const HttpSource source = httpSource(settings_);
    Pace& pace = *pace_;
    RecordCollector collector(students, shape_.rows_per_student);
    if (ask_ == "all") {
      const std::vector<std::string> nobody;
      JsonListing listing(shape_, collector, nobody);
      readPages(source, nobody, pace, patience, listing);
      return listing.dated(std::move(collector).take());
    }
    return readAsked(source, students, pace, patience, collector);
  }

 private:
  Records readAsked(const HttpSource& source, const std::vector<StudentRef>& students, Pace& pace,
                    const Patience& patience, RecordCollector& collector) const {
    const std::size_t size = ask_ == "one" ? 1 : static_cast<std::size_t>(settings_.integer("page_size"));
    const std::size_t questions = (students.size() + size - 1) / size;
    const auto lines = static_cast<std::size_t>(settings_.integer("connections"));
    std::mutex mutex;
    std::optional<model::Instant> oldest;
    inLines(questions, lines, patience, [&](std::size_t first, std::size_t step, Patience& own) {
      for (std::size_t i = first; i < questions; i += step) {
        std::vector<std::string> asked;
        for (std::size_t k = i * size; k < std::min((i + 1) * size, students.size()); ++k)
          asked.push_back(students[k].student_no);
        const std::vector<StudentRef> students_of_question = refs(asked);
        RecordCollector of_question(students_of_question, shape_.rows_per_student);
        JsonListing listing(shape_, of_question, asked);
        readPages(source, asked, pace, own, listing);
        const std::lock_guard lock(mutex);
        const Records records = listing.dated(std::move(of_question).take());
        if (records.as_of && (!oldest || *records.as_of < *oldest)) oldest = records.as_of;
        for (const Record& record : records.found) collector.add(record.student_no, record.texts);
      }
    });
    Records records = std::move(collector).take();
    records.as_of = oldest;
    return records;
  }

  static std::vector<StudentRef> refs(const std::vector<std::string>& numbers) {
    std::vector<StudentRef> refs;
    refs.reserve(numbers.size());
    for (const std::string& number : numbers) refs.push_back({number});
    return refs;
  }

  void readPages(const HttpSource& source, const std::vector<std::string>& asked, Pace& pace,
                 Patience& patience, JsonListing& listing) const {
    std::optional<std::int64_t> first_page;
    if (question_.has("page") || question_.has("offset")) first_page = settings_.integer("first_page");
    HttpQuestion question = question_.fill({asked, settings_.text("first_page")});
    for (bool first = true;; first = false) {
      patience.beginStep(source.answer_timeout);
      pace.await(patience);
      const auto answer = first && not_found_is_unknown_ ? askJsonOrNothing(source, question, patience)
                                                         : askJson(source, question, patience);
      if (!answer) return;
      std::optional<std::string> next;
      readAnswer(*answer, [&] { next = listing.add(parseStrictJson(*answer), first_page); });
      if (!next) return readAnswer(*answer, [&] { listing.finish(); });
      question = following(source, {asked, *next, listing.rows()});
    }
  }

  /// The next page is an address of the same source, or what `{page}` stands for.
  HttpQuestion following(const HttpSource& source, const Asked& asked) const {
    const std::string& next = asked.page;
    HttpQuestion question = question_.fill(asked);
    const auto url = parseUrl(next);
    const bool address = url || next.starts_with('/');
    if (!address && (question_.has("page") || question_.has("offset"))) return question;
    if (url &&
        (url->host != source.url.host || url->port != source.url.port || url->secure != source.url.secure))
      malformed("a next page at another source");
    if (!address) malformed("a next page that is not an address");
    question.path_and_query = url ? url->path_and_query : next;
    return question;
  }

  Settings settings_;
  JsonShape shape_;
  QuestionTemplate question_;
  std::string ask_;
  bool not_found_is_unknown_;
  std::shared_ptr<Pace> pace_;
};

}  // namespace

Schema jsonSourceSchema() {
  Schema schema = httpSchema();
  for (SettingRow& row : jsonShapeSchema()) schema.push_back(std::move(row));
  const Schema own = {
      {"method", SettingType::Enum, false, "POST", {"请求方法", "method of the question"}, {"POST", "GET"}},
      {"ask",
       SettingType::Enum,
       false,
       "batch",
       {"询问方式", "about whom one question asks"},
       {"batch", "one", "all"}},
      {"not_found",
       SettingType::Enum,
       false,
       "refused",
       {"回答 404 时", "what status 404 says of the one student asked about"},
       {"refused", "unknown"}},
      {"question",
       SettingType::Text,
       false,
       "",
       {"请求正文", "body of the question, JSON with placeholders"}},
      {"page_size",
       SettingType::Integer,
       false,
       "500",
       {"每次询问人数", "students in one question"},
       {},
       1,
       5000},
      {"first_page",
       SettingType::Integer,
       false,
       "1",
       {"首页页码", "what {page} stands for in the first question"},
       {},
       0,
       1},
      rowsPerStudentRow(),
      connectionsRow(),
      requestsPerSecondRow(),
  };
  schema.insert(schema.end(), own.begin(), own.end());
  return schema;
}

std::vector<model::Diagnostic> checkJsonSource(const Settings& given) {
  std::vector<model::Diagnostic> findings = checkHttp(given);
  for (auto& finding : checkJsonShape(given)) findings.push_back(std::move(finding));
  const Settings settings = withDefaults(given, jsonSourceSchema());
  const Setting* url = given.find("url");
  if (!url || model::hasErrors(findings)) return findings;
  const auto question = questionOf(settings);
  const Setting* body = settings.find("question");
  const std::string& ask = settings.text("ask");
  if (!question) {
    findings.push_back(badValue(*body, "the question is not JSON", kBatchQuestion));
  } else if (ask == "one" && !question->has("student_no")) {
    findings.push_back(badValue(body ? *body : *url, "the question does not name the student",
                                "{student_no} stands for the number"));
  } else if (ask == "batch" && !question->has("students")) {
    findings.push_back(badValue(body ? *body : *url, "the question does not name the students",
                                "{students} stands for the numbers"));
  }
  if (ask != "one" && settings.text("not_found") == "unknown")
    findings.push_back(badValue(*settings.find("not_found"), "status 404 tells nothing of several students",
                                "it may say unknown when ask is one"));
  if (ask != "one" && settings.text("student_no_field") == "none")
    findings.push_back(badValue(*settings.find("student_no_field"), "each row must have its student's number",
                                "it may be left out when ask is one"));
  return findings;
}

std::unique_ptr<RecordSource> makeJsonSource(const Settings& settings,
                                             const std::vector<FieldPlace>& fields) {
  return std::make_unique<JsonSource>(settings, fields);
}

}  // namespace lixiao::connectors
