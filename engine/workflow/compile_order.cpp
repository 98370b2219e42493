#include <algorithm>
#include <tuple>

#include "engine/workflow/compile_context.h"
#include "engine/workflow/ids.h"

namespace lixiao::workflow {
namespace {

using Edges = std::vector<std::vector<Edge>>;

/// A walk along the edges that comes back to where it has been.
class CircleFinder {
 public:
  explicit CircleFinder(const Edges& edges) : edges_(edges), states_(edges.size(), State::New) {}

  struct Way {
    std::uint32_t from;
    const Edge* edge;
  };
  /// The edges of a circle that touches nothing found before; empty when there is none.
  std::vector<Way> next() {
    for (std::uint32_t start = 0; start < edges_.size(); ++start)
      if (states_[start] == State::New && walk(start)) return takeCircle();
    return {};
  }

 private:
  enum class State : std::uint8_t { New, OnWay, Done };

  bool walk(std::uint32_t at) {
    states_[at] = State::OnWay;
    for (const Edge& edge : edges_[at]) {
      if (states_[edge.to] == State::Done) continue;
      way_.push_back({at, &edge});
      if (states_[edge.to] == State::OnWay || walk(edge.to)) return true;
      way_.pop_back();
    }
    states_[at] = State::Done;
    return false;
  }

  std::vector<Way> takeCircle() {
    const std::uint32_t closed = way_.back().edge->to;
    const auto first = std::find_if(way_.begin(), way_.end(), [&](const Way& w) { return w.from == closed; });
    std::vector<Way> circle(first, way_.end());
    for (const Way& step : way_) states_[step.from] = State::Done;
    way_.clear();
    return circle;
  }

  const Edges& edges_;
  std::vector<State> states_;
  std::vector<Way> way_;
};

/// Positions so that each comes after those it has an edge to; of several the first in the file.
std::vector<std::uint32_t> sorted(const Edges& edges) {
  std::vector<std::uint32_t> order;
  std::vector<bool> done(edges.size(), false);
  const auto ready = [&](std::uint32_t at) {
    return std::all_of(edges[at].begin(), edges[at].end(), [&](const Edge& e) { return done[e.to]; });
  };
  for (bool progress = true; progress;) {
    progress = false;
    for (std::uint32_t at = 0; at < edges.size(); ++at) {
      if (done[at] || !ready(at)) continue;
      done[at] = progress = true;
      order.push_back(at);
    }
  }
  return order;
}

/// The edges of the items, and after them those of the groups.
Edges withGroups(const StudentType& type, const StudentTypeDefinition& definition, Edges edges) {
  const auto groupNode = [&](std::uint32_t group) {
    return static_cast<std::uint32_t>(type.items.size()) + group;
  };
  for (std::vector<Edge>& of_item : edges)
    for (Edge& edge : of_item)
      if (const auto group = type.items[edge.to].group) edge.to = groupNode(*group);
  for (const Group& group : type.groups) {
    edges.emplace_back();
    for (const std::uint32_t member : group.items)
      edges.back().push_back({member, definition.items[member].one_of.span()});
  }
  return edges;
}

}  // namespace

void reportCircles(const std::vector<std::string>& ids, const Edges& edges, const char* what,
                   Findings& findings) {
  CircleFinder finder(edges);
  for (auto circle = finder.next(); !circle.empty(); circle = finder.next()) {
    const auto earliest = std::min_element(circle.begin(), circle.end(), [](const auto& a, const auto& b) {
      const Span& x = a.edge->place;
      const Span& y = b.edge->place;
      return std::tie(x.source->path(), x.begin) < std::tie(y.source->path(), y.begin);
    });
    std::rotate(circle.begin(), earliest, circle.end());
    std::string path;
    for (const auto& step : circle) path += ids[step.from] + " -> ";
    path += ids[circle.front().from];
    findings.error(circle.front().edge->place, "circle",
                   std::string(what) + " wait for one another: " + path);
  }
}

std::vector<Step> orderOf(const StudentType& type, const StudentTypeDefinition& definition,
                          const Edges& item_edges, const Edges& document_edges, Findings& findings) {
  const Edges edges = withGroups(type, definition, item_edges);
  std::vector<std::string> ids = idsOf(type.items);
  for (const Group& group : type.groups) ids.push_back("one_of " + group.id);
  reportCircles(ids, edges, "items", findings);
  reportCircles(idsOf(type.documents), document_edges, "documents", findings);
  const auto items = static_cast<std::uint32_t>(type.items.size());
  std::vector<Step> order;
  for (const std::uint32_t at : sorted(edges))
    order.push_back(at < items ? Step{Step::Kind::Item, at} : Step{Step::Kind::Group, at - items});
  for (const std::uint32_t position : sorted(document_edges))
    order.push_back({Step::Kind::Document, position});
  return order;
}

}  // namespace lixiao::workflow
