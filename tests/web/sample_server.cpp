// Serves the pages from made-up answers, for looking at them: web_sample [address].
#include <iostream>
#include <thread>

#include "engine/service/engine.h"
#include "web/http/server.h"
#include "web/site.h"

using namespace lixiao;

int main(int argc, char** argv) {
  model::OffsetClock clock(*model::parseInstant("2015-06-24T01:20:00Z") - model::SystemClock().now());
  alignas(64) static char nothing[64];
  auto& engine = *reinterpret_cast<service::Engine*>(nothing);
  service::Commands commands(engine);
  service::Queries queries(engine);
  service::Accounts accounts(engine);
  web::ConnectorView finance{"finance", "finance", web::ConnectorView::State::Ok, *model::parseInstant("2015-06-24T01:19:00Z"), *model::parseInstant("2015-06-24T01:19:00Z"), {}, "", 0, 2000, 4000, 3, {"finance.tuition_due", "finance.dorm_due"}};
  web::ConnectorView library{"library", "library", web::ConnectorView::State::Failing, *model::parseInstant("2015-06-23T22:19:00Z"), *model::parseInstant("2015-06-24T01:18:00Z"), {}, "connection refused by 127.0.0.1:6001", 12, 2000, 4000, 0, {"library.loans", "library.fines"}};
  web::ConnectorView housing{"housing", "housing", web::ConnectorView::State::Never, {}, {}, {}, "", 0, 0, 0, 0, {"housing.checked_out"}};
  model::Diagnostic diagnostic;
  diagnostic.code = "unknown-value";
  diagnostic.place = {"workflows/2015/postgraduate.yaml", 14, 31};
  diagnostic.message = "\"postgradute\" is not a value of student_type";
  diagnostic.hint = "did you mean \"postgraduate\"?";
  diagnostic.length = 13;
  diagnostic.source_line = "    applies_when: student_type == \"postgradute\"";
  web::Settings settings;
  settings.organisation = {"上海交通大学医学院", "School of Medicine"};
  settings.announcement = {"2015届毕业生离校手续于6月8日起网上办理，6月23日至30日现场办理。\n\n请尽早还清图书、结清费用，以免影响领取证书。", "Clearance of the class of 2015 is open online from 8 June; on-site handling is from 23 to 30 June.\n\nPlease return books and settle fees early."};
  settings.help = {"学生工作指导委员会\n东院行政楼 305 室\n电话 021-63846590（工作日 8:30-11:30，13:00-16:30）", "Student affairs office\nEast campus, administration building, room 305\nPhone 021-63846590"};
  web::Site site({commands, queries, accounts, clock, [&] { return std::vector{finance, library, housing}; },
                  [&] { return std::optional(web::FailedActivation{*model::parseInstant("2015-06-23T08:00:00Z"), {diagnostic}}); },
                  [] { return std::shared_ptr<const workflow::Workflow>(); }, [] { return true; }},
                 settings);
  web::http::Server server(argc > 1 ? argv[1] : "127.0.0.1:8099", site.application(), settings.limits);
  server.start();
  std::cout << "http://127.0.0.1:" << server.port() << std::endl;
  std::this_thread::sleep_for(std::chrono::hours(10));
}
