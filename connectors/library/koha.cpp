#include "connectors/library/koha.h"

#include <mutex>
#include <type_traits>

#include "connectors/sources/json_answer.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/http.h"
#include "connectors/transport/json_strict.h"
#include "connectors/transport/lines.h"
#include "connectors/transport/pace.h"

namespace lixiao::connectors {
namespace {

using nlohmann::json;

constexpr std::size_t kLoansOfOnePage = 100;
constexpr std::size_t kMostPages = 100;

/// One connection's way of asking.
class Asker {
 public:
  Asker(const HttpSource& source, Pace& pace, Patience& patience)
      : source_(source), pace_(pace), patience_(patience) {}

  /// Koha's own number of a patron; empty when there is none with this card.
  std::optional<std::string> patron(const std::string& student_no) const {
    const std::string path = "/patrons?_match=exact&cardnumber=" + escapedForUrl(student_no);
    return ask(path, [&](const json& found) -> std::optional<std::string> {
      if (!found.is_array()) malformed("the patrons are not a list");
      if (found.empty()) return std::nullopt;
      if (found.size() > 1) malformed("two patrons with one card number");
      if (textMember(found.front(), "cardnumber") != student_no) malformed("an answer about another patron");
      return JsonPlace::parse("patron_id")->text(found.front());
    });
  }

  std::size_t checkouts(const std::string& patron) const {
    std::size_t count = 0;
    for (std::size_t page = 1; page <= kMostPages; ++page) {
      const std::string path = "/checkouts?patron_id=" + patron +
                               "&_per_page=" + std::to_string(kLoansOfOnePage) +
                               "&_page=" + std::to_string(page);
      const std::size_t loans = ask(path, [](const json& found) {
        if (!found.is_array()) malformed("the checkouts are not a list");
        return found.size();
      });
      count += loans;
      if (loans < kLoansOfOnePage) return count;
    }
    malformed("more checkouts than any could have");
  }

  std::optional<std::string> account(const std::string& patron, const std::string& what) const {
    const char* place = what == "balance" ? "/balance" : "/outstanding_debits/total";
    auto text = ask("/patrons/" + patron + "/account",
                    [&](const json& account) { return JsonPlace::parse(place)->text(account); });
    // A credit is no debt.
    if (what == "balance" && text && text->starts_with('-')) return "0";
    return text;
  }

 private:
  /// What `read` makes of the answer.
  template <typename Read>
  std::invoke_result_t<Read, const json&> ask(const std::string& path, const Read& read) const {
    patience_.beginStep(source_.answer_timeout);
    pace_.await(patience_);
    const std::string base = source_.url.path_and_query == "/" ? "" : source_.url.path_and_query;
    const std::string answer = askJson(source_, {"GET", base + "/api/v1" + path, ""}, patience_);
    std::invoke_result_t<Read, const json&> result;
    readAnswer(answer, [&] { result = read(parseStrictJson(answer)); });
    return result;
  }

  const HttpSource& source_;
  Pace& pace_;
  Patience& patience_;
};

class KohaSource final : public RecordSource {
 public:
  KohaSource(Settings settings, std::vector<std::string> places)
      : settings_(std::move(settings)), places_(std::move(places)), pace_(sharedPace(settings_)) {}

  Records read(const std::vector<StudentRef>& students, Patience& patience) const override {
    const HttpSource source = httpSource(settings_);
    Pace& pace = *pace_;
    RecordCollector collector(students);
    std::mutex mutex;
    inLines(students.size(), static_cast<std::size_t>(settings_.integer("connections")), patience,
            [&](std::size_t first, std::size_t step, Patience& own) {
              const Asker asker(source, pace, own);
              for (std::size_t i = first; i < students.size(); i += step) {
                const std::string& student_no = students[i].student_no;
                askingAbout(student_no, [&] {
                  const auto patron = asker.patron(student_no);
                  if (!patron) return;
                  auto texts = textsOf(asker, *patron);
                  const std::lock_guard lock(mutex);
                  collector.add(student_no, std::move(texts));
                });
              }
            });
    return std::move(collector).take();
  }

 private:
  std::vector<std::optional<std::string>> textsOf(const Asker& asker, const std::string& patron) const {
    std::vector<std::optional<std::string>> texts;
    texts.reserve(places_.size());
    for (const std::string& place : places_) {
      texts.push_back(place == "checkouts" ? std::optional(std::to_string(asker.checkouts(patron)))
                                           : asker.account(patron, place));
    }
    return texts;
  }

  Settings settings_;
  std::vector<std::string> places_;
  std::shared_ptr<Pace> pace_;
};

Schema kohaSchema() {
  Schema schema = httpSchema();
  schema.push_back(connectionsRow());
  schema.push_back(requestsPerSecondRow());
  return schema;
}

std::vector<model::Diagnostic> checkKoha(const Settings& settings) {
  auto findings = checkHttp(settings);
  for (const auto& [key, setting] : settings.entries()) {
    const bool known = setting.text == "none" || setting.text == "checkouts" || setting.text == "debits" ||
                       setting.text == "balance";
    if (key.ends_with("_field") && !known)
      findings.push_back(
          badValue(setting, "Koha has no \"" + setting.text + "\"", "checkouts, debits, balance"));
  }
  return findings;
}

std::unique_ptr<RecordSource> makeKohaSource(const Settings& settings,
                                             const std::vector<FieldPlace>& fields) {
  std::vector<std::string> places;
  places.reserve(fields.size());
  for (const auto& [field, where] : fields)
    places.push_back(where == "loans" ? "checkouts" : where == "fines" ? "debits" : where);
  return std::make_unique<KohaSource>(settings, std::move(places));
}

}  // namespace

Transport kohaTransport() {
  return {"koha", kohaSchema, checkKoha, makeKohaSource};
}

}  // namespace lixiao::connectors
