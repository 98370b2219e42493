#include "connectors/samples/koha_desk.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lixiao::samples {
namespace {

using nlohmann::json;

constexpr const char* kBase = "/api/v1";

std::size_t number(const Call& call, const char* name, std::size_t otherwise) {
  const auto found = call.query.find(name);
  return found == call.query.end() ? otherwise : std::stoul(found->second);
}

Reply answered(const json& answer) {
  return {200, "application/json", answer.dump()};
}

Reply patrons(LibrarySystem& library, const Call& call) {
  const auto card = call.query.find("cardnumber");
  const auto found = library.lookUp(card == call.query.end() ? "" : card->second);
  json list = json::array();
  if (found)
    list.push_back({{"patron_id", found->id}, {"cardnumber", card->second}, {"surname", found->name}});
  return answered(list);
}

Reply checkouts(LibrarySystem& library, const Call& call) {
  const auto found = library.lookUp(number(call, "patron_id", 0));
  const std::size_t size = number(call, "_per_page", 20);
  const std::size_t begin = (number(call, "_page", 1) - 1) * size;
  json list = json::array();
  const auto loans = static_cast<std::size_t>(found ? found->loans : 0);
  for (std::size_t i = begin; i < std::min(begin + size, loans); ++i)
    list.push_back({{"checkout_id", i + 1}, {"checkin_date", nullptr}});
  return answered(list);
}

/// The library owes this patron one yuan beside what he owes: a credit hides a debt.
Reply account(const LibrarySystem::Found& patron) {
  const double debits = std::stod(patron.fines);
  return answered({{"balance", debits - 1},
                   {"outstanding_credits", {{"total", -1}, {"lines", json::array()}}},
                   {"outstanding_debits", {{"total", debits}, {"lines", json::array()}}}});
}

}  // namespace

Reply kohaAnswer(LibrarySystem& library, const Call& call) {
  if (call.path == "/api/v1/leavers" && call.method == "POST") return library.leavers(call);
  if (call.method != "GET" || !call.path.starts_with(kBase)) return {404, "application/json", "{}"};
  const std::string path = call.path.substr(std::string(kBase).size());
  if (path == "/patrons") return patrons(library, call);
  if (path == "/checkouts") return checkouts(library, call);
  const std::string of = "/patrons/";
  if (!path.starts_with(of) || !path.ends_with("/account")) return {404, "application/json", "{}"};
  const auto found = library.lookUp(std::stoul(path.substr(of.size())));
  return found ? account(*found) : Reply{404, "application/json", "{}"};
}

}  // namespace lixiao::samples
