#include "connectors/transport/arrears.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "connectors/transport/fetch_error.h"
#include "connectors/transport/json_strict.h"
#include "connectors/transport/pace.h"
#include "connectors/transport/patience.h"

namespace lixiao::connectors {
namespace {

using nlohmann::json;

model::Value amount(const json& value, AmountUnit unit) {
  if (value.is_null()) return {};
  if (value.is_string()) return model::Value(parseAmount(value.get_ref<const std::string&>(), unit));
  if (!value.is_number()) malformed("an amount that is neither text nor number");
  // The shortest text of the number: 300.1 stays 300.1, and 0.30000000000000004 is not mistaken for 0.30.
  std::string text = value.dump();
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return model::Value(parseAmount(text, unit));
}

void checkUnit(const json& answer, AmountUnit unit) {
  if (textMember(answer, "unit") != word(unit)) {
    malformed("amounts in another unit than the settings say (" + std::string(word(unit)) + ")");
  }
  if (textMember(answer, "currency") != "CNY") malformed("amounts in another currency than CNY");
}

/// One page of the question with what was answered so far.
class Page {
 public:
  explicit Page(const std::vector<std::string>& asked) : unanswered_(asked.begin(), asked.end()) {}

  void answered(const std::string& student_no) {
    if (unanswered_.erase(student_no) == 0)
      malformed("a student who was not asked about, or is answered twice");
  }
  void checkComplete() const {
    if (!unanswered_.empty()) malformed(std::to_string(unanswered_.size()) + " students are not answered");
  }

 private:
  std::unordered_set<std::string> unanswered_;
};

void readPage(const json& answer, const std::vector<std::string>& asked, AmountUnit unit,
              const std::vector<ArrearsClient::Field>& fields, Delivery& delivery) {
  checkUnit(answer, unit);
  Page page(asked);
  for (const json& row : arrayMember(answer, "students")) {
    const std::string& student_no = textMember(row, "student_no");
    page.answered(student_no);
    for (const auto& field : fields) {
      delivery.facts.push_back({student_no, field.fact, amount(member(row, field.field), unit)});
    }
  }
  for (const json& unknown : arrayMember(answer, "unknown")) {
    if (!unknown.is_string()) malformed("\"unknown\" lists something that is not a text");
    const auto& student_no = unknown.get_ref<const std::string&>();
    page.answered(student_no);
    for (const auto& field : fields) delivery.facts.push_back({student_no, field.fact, model::Value()});
    delivery.unknown_students.push_back(student_no);
  }
  page.checkComplete();
}

}  // namespace

Schema ArrearsClient::schema() {
  Schema schema = {
      {"url", SettingType::Url, true, "", {"财务系统接口地址", "address of the finance interface"}},
      amountUnitRow(),
      {"page_size",
       SettingType::Integer,
       false,
       "500",
       {"每次询问人数", "students in one question"},
       {},
       1,
       5000},
      requestsPerSecondRow(),
      connectTimeoutRow(),
      answerTimeoutRow("20s"),
  };
  for (SettingRow& row : secretSchema("token", {"访问令牌", "bearer token"}))
    schema.push_back(std::move(row));
  return schema;
}

ArrearsClient::ArrearsClient(Settings settings)
    : settings_(std::move(settings)),
      source_{*parseUrl(settings_.text("url")), "", settings_.duration("connect_timeout"),
              settings_.duration("answer_timeout")},
      unit_(amountUnit(settings_)),
      page_size_(static_cast<std::size_t>(settings_.integer("page_size"))) {}

void ArrearsClient::fetch(const std::vector<StudentRef>& students, const std::vector<Field>& fields,
                          Patience& patience, Delivery& delivery) const {
  const auto token = readSecret(settings_, "token");
  if (!token) throw FetchError(FailureKind::Config, "the token's file or variable is missing or empty");
  HttpSource source = source_;
  source.bearer = *token;
  Pace pace(settings_.integer("requests_per_second"));
  for (std::size_t begin = 0; begin < students.size(); begin += page_size_) {
    std::vector<std::string> asked;
    for (std::size_t i = begin; i < std::min(begin + page_size_, students.size()); ++i) {
      asked.push_back(students[i].student_no);
    }
    const std::string question = json{{"students", asked}}.dump();
    patience.beginStep(source.answer_timeout);
    pace.await(patience);
    const std::string answer = postJson(source, question, patience);
    readAnswer(answer, [&] { readPage(parseStrictJson(answer), asked, unit_, fields, delivery); });
  }
}

}  // namespace lixiao::connectors
