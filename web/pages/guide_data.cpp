#include "web/pages/guide_data.h"

#include <algorithm>

#include "web/dates.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

constexpr std::size_t kShortestNumber = 5;  ///< digits

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool belongsToNumber(char c) {
  return isDigit(c) || c == ' ' || c == '-' || c == '(' || c == ')';
}

}  // namespace

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    if (line.find_first_not_of(" \t\r") != std::string::npos) lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

std::vector<PhonePiece> phonePieces(const std::string& text) {
  std::vector<PhonePiece> pieces;
  const auto plain = [&](char c) {
    if (pieces.empty() || !pieces.back().url.empty()) pieces.push_back({});
    pieces.back().text += c;
  };
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = isDigit(text[at]) || text[at] == '+' || text[at] == '(';
    std::size_t end = begins ? at + 1 : at;
    while (begins && end < text.size() && belongsToNumber(text[end])) ++end;
    while (end > at && !isDigit(text[end - 1])) --end;
    const std::string written = text.substr(at, end - at);
    std::string dialled = written.substr(0, 1) == "+" ? "+" : "";
    std::copy_if(written.begin(), written.end(), std::back_inserter(dialled), isDigit);
    const std::size_t digits = dialled.size() - (dialled.substr(0, 1) == "+" ? 1 : 0);
    if (digits >= kShortestNumber) {
      pieces.push_back({written, "tel:" + dialled});
      at = end;
      continue;
    }
    for (const std::size_t next = std::max(end, at + 1); at < next; ++at) plain(text[at]);
  }
  return pieces;
}

Data guideData(const Visit& visit, const service::GuideView& guide, const service::EditionView& edition) {
  Data data;
  data.set("guide_department", visit.in(guide.department));
  const std::string& subject = visit.in(guide.subject);
  data.set("guide_title", subject.empty() ? visit.tr("All items of the department") : subject);
  data.set("guide_scope", textOrNothing(guide.key.scope_value));
  data.set("guide_campus", textOrNothing(guide.key.campus));
  data.set("guide_place", guide.text.place);
  data.set("guide_hours", guide.text.hours);
  const auto hours = linesOf(guide.text.hours);
  data.set("guide_hours_short", hours.empty() ? "" : hours.front());
  data.set("guide_contact", guide.text.contact);
  data.set("guide_phone", guide.text.phone);
  List phones(Data::type::list);
  for (const PhonePiece& piece : phonePieces(guide.text.phone)) {
    Data phone;
    phone.set("guide_piece", piece.text);
    phone.set("tel_url", textOrNothing(piece.url));
    phones.push_back(phone);
  }
  data.set("guide_phones", phones);
  const auto bring = linesOf(guide.text.bring);
  data.set("guide_bring", texts(bring));
  data.set("guide_has_bring", Data(!bring.empty()));
  data.set("guide_paragraphs", paragraphs(guide.text.body));
  data.set("guide_at", moment(visit.language, edition.time_zone, guide.at));
  data.set("guide_by", textOrNothing(visit.who(guide.by)));
  return data;
}

void setGuides(const Visit& visit, Data& data, const std::string& about,
               const std::vector<service::GuideView>& guides, const service::EditionView& edition) {
  List list(Data::type::list);
  std::size_t at = 0;
  for (const service::GuideView& each : guides) {
    Data guide = guideData(visit, each, edition);
    guide.set("guide_id", about + "-" + std::to_string(++at));
    list.push_back(guide);
  }
  data.set("guides", list);
}

Json guideJson(const Visit& visit, const service::GuideView& guide) {
  return {{"department", guide.key.department},
          {"department_title", visit.in(guide.department)},
          {"scope", guide.key.scope_value},
          {"subject", guide.key.subject},
          {"title", visit.in(guide.subject)},
          {"campus", guide.key.campus},
          {"place", guide.text.place},
          {"hours", guide.text.hours},
          {"contact", guide.text.contact},
          {"phone", guide.text.phone},
          {"bring", linesOf(guide.text.bring)},
          {"text", guide.text.body},
          {"published_at", model::formatInstant(guide.at)}};
}

}  // namespace lixiao::web::pages
