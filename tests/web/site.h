#pragma once

#include <map>
#include <string>

#include "tests/service/world.h"
#include "web/site.h"

namespace lixiao::web::test {

/// What a browser keeps between requests: cookies.
class Browser {
 public:
  Browser(const Site& site, std::string language = "en") : site_(site) {
    cookies_["lixiao_language"] = std::move(language);
  }

  http::Response get(const std::string& target);
  /// Posts a form with the token of the page that `from` names (the target itself when empty).
  http::Response post(const std::string& target, const std::map<std::string, std::string>& fields,
                      const std::string& from = {});
  /// Sends a request as it is, with this browser's cookies.
  http::Response send(http::Request request);
  /// The token that forms of this page carry.
  std::string token(const std::string& page);

 private:
  const Site& site_;
  std::map<std::string, std::string> cookies_;
};

/// Whether the answer's body holds the text.
bool contains(const http::Response& response, const std::string& text);

http::Request request(const std::string& method, const std::string& target, const std::string& body = {});

/// Connectors that do as a test says and note what they were told.
struct Told final : Connectors {
  std::vector<ConnectorView> views;
  std::vector<PollView> last_polls;
  std::optional<TriedConnector> tried;
  std::vector<Recheck> rechecks;
  std::vector<std::string> told;  ///< `pause library`, `try library 101`
  bool broken = false;            ///< a release or discard fails
  bool overtaken = false;         ///< the held poll is held no more

  std::vector<ConnectorView> view() const override { return views; }
  std::vector<PollView> polls(const std::string&) const override { return last_polls; }
  bool pause(const std::string& source, bool paused) override {
    return note((paused ? "pause " : "resume ") + source);
  }
  bool pollNow(const std::string& source) override { return note("poll " + source); }
  bool release(const std::string& source, model::Instant began) override {
    if (overtaken) return false;
    if (broken) throw std::runtime_error("disk full");
    return note("release " + source + " " + model::formatInstant(began));
  }
  bool discard(const std::string& source, model::Instant began,
               const std::function<void()>& record) override {
    if (overtaken) return false;
    if (broken) throw std::runtime_error("disk full");
    record();
    return note("discard " + source + " " + model::formatInstant(began));
  }
  std::optional<TriedConnector> tryOut(const std::string& source, const std::string& student_no) override {
    note("try " + source + " " + student_no);
    return tried;
  }
  bool recheck(const std::string& student_no) override { return note("recheck " + student_no); }
  std::vector<Recheck> rechecked(const std::string&) const override { return rechecks; }

 private:
  bool note(std::string what) {
    told.push_back(std::move(what));
    return !views.empty();
  }
};

/// A site over the small edition: students 101 (undergraduate, named to do harm), 102 and 201 (postgraduate),
/// and one account for each role; every password is kPassword.
struct TestSite {
  TestSite();

  service::test::World world;
  Told connectors;
  Site site;

  Browser signedIn(const std::string& login, const std::string& language = "en");
};

inline constexpr const char* kPassword = "a long enough phrase";
inline constexpr const char* kNasty = "<script>alert('x')</script>\"onload=\"\u0645\u062D";

}  // namespace lixiao::web::test
