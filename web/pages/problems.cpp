#include "web/pages/problems.h"

namespace lixiao::web::pages {

Data problemsData(const Visit& visit, const tabular::Problems& problems) {
  List list(Data::type::list);
  for (const tabular::Problem& each : problems.all()) {
    Data problem;
    problem.set("place", textOrNothing(visit.tr(tabular::placeOf(each))));
    problem.set("text", visit.tr(each.message));
    problem.set("kind", each.severity == tabular::Problem::Severity::Error ? "bad" : "note");
    list.push_back(problem);
  }
  Data data;
  data.set("problems", list);
  const std::size_t more = problems.leftOut();
  data.set("more", more == 0 ? Data(false) : Data(visit.trn("and {0} more row", "and {0} more rows", more)));
  return data;
}

}  // namespace lixiao::web::pages
