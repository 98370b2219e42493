#include "engine/paper/slip_sheet.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

using service::IssuedSlip;
using service::Refusal;

/// Whose slip it is, and where its pages are.
struct Place {
  std::string student_no, page, back;
};

Place own(const Visit& visit) {
  return {visit.actor().student_no, "/me/slip", "/me"};
}

Place ofStudent(const Visit& visit) {
  return {visit.path[0], studentUrl(visit.path[0]) + "/slip", studentUrl(visit.path[0])};
}

List left(const Visit& visit, const Refusal& refusal) {
  List items(Data::type::list);
  for (std::size_t i = 0; i < refusal.reasons.size(); ++i) {
    Data item;
    item.set("title", i < refusal.about.size() ? Data(visit.in(refusal.about[i])) : Data(false));
    item.set("reason", visit.tr(refusal.reasons[i]));
    items.push_back(item);
  }
  return items;
}

/// The address of this service as whoever reads the slip can reach it.
std::string origin(const Visit& visit) {
  if (!visit.settings().public_url.empty()) return visit.settings().public_url;
  const std::string_view host = visit.request().head.header("host");
  const bool plain = !host.empty() && host.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789.-:[]") == std::string_view::npos;
  return (visit.secure ? "https://" : "http://") + (plain ? std::string(host) : visit.settings().address);
}

http::Response show(const Visit& visit, const Place& place) {
  const auto student = visit.queries().student(visit.actor(), place.student_no);
  if (!student) return visit.refusal(student.refusal());
  const auto slip = visit.slips().issued(visit.actor(), place.student_no);
  const bool open = !slip && slip.refusal().kind == Refusal::Kind::NotNow;
  if (!slip && !open && slip.refusal().kind != Refusal::Kind::NotFound) return visit.refusal(slip.refusal());
  Data data;
  data.set("name", student->name);
  data.set("student_no", student->student_no);
  data.set("left", Data(open));
  if (open) data.set("items", left(visit, slip.refusal()));
  data.set("code", slip ? Data(service::groupedCode(slip->code)) : Data(false));
  if (slip) {
    data.set("issued", moment(visit.language, slip->time_zone, slip->issued_at));
    data.set("check_url", "/slip/" + slip->code);
  }
  data.set("may_issue", Data(visit.actor().role != service::Role::Auditor));
  data.set("slip_url", place.page);
  data.set("pdf_url", place.page + ".pdf");
  data.set("back_url", place.back);
  return visit.page("slip", visit.tr("Clearance slip"), std::move(data), open ? 409 : 200);
}

http::Response issueFor(const Action& action, const Place& place) {
  const auto slip = action.slips().issue(action.actor(), place.student_no);
  if (slip) return http::redirect(place.page + ".pdf");
  if (slip.refusal().kind == Refusal::Kind::NotNow) return http::redirect(place.page);
  return action.refusal(slip.refusal());
}

std::string whenOf(const Visit& visit, const service::ItemView& item, const workflow::TimeZone& zone) {
  if (item.registered_at) return zone.format(*item.registered_at);
  if (!item.as_of) return "—";
  return visit.tr(model::Message{"data of {0}", {model::LocalizedText(zone.format(*item.as_of))}});
}

paper::SlipSheet sheetOf(const Visit& visit, const IssuedSlip& slip) {
  const workflow::TimeZone& zone = slip.time_zone;
  paper::SlipSheet sheet;
  sheet.bilingual = visit.language == model::Language::English;
  sheet.trial = visit.trial().running();
  sheet.organisation = visit.settings().organisation;
  sheet.edition = slip.edition;
  sheet.fields = {{{"姓名", "Name"}, slip.student.name},
                  {{"学号", "Student number"}, slip.student.student_no}};
  for (const service::StudentView::Field& each : slip.belongs)
    sheet.fields.push_back({each.title, each.value});
  for (const service::ItemView& each : slip.student.items)
    sheet.items.push_back({each.title, visit.inBoth(each.reason), whenOf(visit, each, zone)});
  sheet.as_of = zone.format(slip.student.as_of);
  sheet.code = service::groupedCode(slip.code);
  sheet.url = origin(visit) + "/slip/" + slip.code;
  return sheet;
}

http::Response pdf(const Visit& visit, const Place& place) {
  const auto slip = visit.slips().issued(visit.actor(), place.student_no);
  if (!slip && slip.refusal().kind == Refusal::Kind::NotFound) {
    const auto student = visit.queries().student(visit.actor(), place.student_no);
    return student ? http::redirect(place.page) : visit.refusal(student.refusal());
  }
  if (!slip) return show(visit, place);
  http::Response response(200, "application/pdf", paper::slipPdf(sheetOf(visit, slip.value())));
  response.header("Content-Disposition",
                  "inline; filename=\"lixiao-slip-" + encode(slip->student.student_no) + ".pdf\"");
  response.header("X-Robots-Tag", "noindex");
  return response;
}

http::Response api(const Visit& visit, const std::string& student_no) {
  const auto slip = visit.slips().issued(visit.actor(), student_no);
  if (slip)
    return json(200, {{"clear", true},
                      {"code", slip->code},
                      {"issued_at", model::formatInstant(slip->issued_at)},
                      {"left", Json::array()}});
  const Refusal& refusal = slip.refusal();
  const auto student = visit.queries().student(visit.actor(), student_no);
  if (!student) return visit.refusal(student.refusal());
  Json open = Json::array();
  const bool clear = refusal.kind == Refusal::Kind::NotFound;
  for (std::size_t i = 0; !clear && i < refusal.reasons.size(); ++i)
    open.push_back({{"title", i < refusal.about.size() ? Json(visit.in(refusal.about[i])) : Json()},
                    {"reason", visit.tr(refusal.reasons[i])}});
  return json(200, {{"clear", clear}, {"code", nullptr}, {"issued_at", nullptr}, {"left", std::move(open)}});
}

http::Response quiet(http::Response response) {
  response.header("X-Robots-Tag", "noindex, nofollow");
  return response;
}

http::Response tooMany(const Visit& visit) {
  http::Response response = visit.error(429);
  response.header("Retry-After", "60");
  return quiet(std::move(response));
}

http::Response showCheck(const Visit& visit, const std::string& typed, const std::string& problem) {
  Data data;
  data.set("answer", Data(false));
  data.set("typed", typed);
  data.set("problem", textOrNothing(problem));
  return quiet(visit.page("slip_check", visit.tr("Check a clearance slip"), std::move(data),
                          problem.empty() ? 200 : 422));
}

std::string momentOf(const service::SlipValidity& validity, model::Instant at) {
  return validity.time_zone.format(at);
}

}  // namespace

http::Response mySlip(const Visit& visit) {
  return show(visit, own(visit));
}
http::Response issueMySlip(const Action& action) {
  return issueFor(action, own(action));
}
http::Response mySlipPdf(const Visit& visit) {
  return pdf(visit, own(visit));
}
http::Response slip(const Visit& visit) {
  return show(visit, ofStudent(visit));
}
http::Response issueSlip(const Action& action) {
  return issueFor(action, ofStudent(action));
}
http::Response slipPdf(const Visit& visit) {
  return pdf(visit, ofStudent(visit));
}
http::Response apiMySlip(const Visit& visit) {
  return api(visit, visit.actor().student_no);
}
http::Response apiSlip(const Visit& visit) {
  return api(visit, visit.path[0]);
}

http::Response slipForm(const Visit& visit) {
  const std::string& typed = visit.query["code"];
  if (typed.empty()) return showCheck(visit, {}, {});
  const std::string code = service::readCode(typed);
  if (code.empty())
    return showCheck(visit, typed, visit.tr("A code has 26 letters and digits, as printed on the slip."));
  return quiet(http::redirect("/slip/" + code));
}

http::Response slipCheck(const Visit& visit) {
  if (!visit.mayCheckSlip()) return tooMany(visit);
  const service::SlipValidity validity = visit.slips().check(service::readCode(visit.path[0]));
  const std::string as_of =
      visit.tr(model::Message{"as of {0}", {model::LocalizedText(momentOf(validity, validity.as_of))}});
  Data data;
  data.set("answer", Data(true));
  data.set("note", validity.valid ? "note--good" : "note--bad");
  data.set("verdict", validity.valid   ? visit.tr("Valid")
                      : validity.since ? visit.tr("No longer valid")
                                       : visit.tr("Not valid"));
  data.set("since",
           validity.since
               ? Data(visit.tr(model::Message{"since {0} at the latest",
                                              {model::LocalizedText(momentOf(validity, *validity.since))}}))
               : Data(false));
  data.set("as_of", as_of);
  data.set("typed", std::string());
  data.set("problem", Data(false));
  return quiet(visit.page("slip_check", visit.tr("Check a clearance slip"), std::move(data)));
}

http::Response apiSlipCheck(const Visit& visit) {
  if (!visit.mayCheckSlip()) return tooMany(visit);
  const service::SlipValidity validity = visit.slips().check(service::readCode(visit.path[0]));
  return quiet(json(200, {{"valid", validity.valid},
                          {"since", validity.since ? Json(model::formatInstant(*validity.since)) : Json()},
                          {"as_of", model::formatInstant(validity.as_of)}}));
}

}  // namespace lixiao::web::pages
