#include "web/pages/proxy_id.h"

#include "engine/service/certificates.h"

namespace lixiao::web::pages {

std::string proxyIdWord(const Visit& visit, std::string_view id) {
  if (id == "resident_id") return visit.tr("resident identity card");
  if (id == "passport") return visit.tr("passport");
  if (id == "permit") return visit.tr("travel permit");
  if (id == "student_card") return visit.tr("student card");
  if (id == "other") return visit.tr("something else");
  return {};
}

List proxyIds(const Visit& visit, const std::string& chosen) {
  List list(Data::type::list);
  for (const std::string_view each : service::kProxyIds) {
    Data one;
    one.set("value", std::string(each));
    one.set("word", proxyIdWord(visit, each));
    one.set("chosen", Data(each == chosen));
    list.push_back(one);
  }
  return list;
}

}  // namespace lixiao::web::pages
