#include "web/fields.h"

#include "tests/catch.h"

using namespace lixiao::web;

namespace {

constexpr std::string_view kKnown[] = {"q", "page", "csrf"};

http::Request asked(const std::string& target) {
  http::Request request;
  request.head.target = target;
  return request;
}

http::Request posted(const std::string& body, const std::string& type = "application/x-www-form-urlencoded") {
  http::Request request = asked("/x");
  request.head.headers = {{"content-type", type}};
  request.body = body;
  return request;
}

int refusedWith(const std::variant<Fields, BadFields>& read) {
  const auto* bad = std::get_if<BadFields>(&read);
  return bad == nullptr ? 0 : bad->status;
}

const std::string kMultipart = "multipart/form-data; boundary=edge";

std::string part(const std::string& disposition, const std::string& text) {
  return "--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + text + "\r\n";
}

}  // namespace

TEST_CASE("A query gives its fields decoded", "[web]") {
  const auto read = readQuery(asked("/x?q=%E7%8E%8B+a&page=2"), kKnown);
  REQUIRE(std::holds_alternative<Fields>(read));
  CHECK(std::get<Fields>(read)["q"] == "王 a");
  CHECK(std::get<Fields>(read)["page"] == "2");
  CHECK(std::get<Fields>(read)["csrf"].empty());
  CHECK_FALSE(std::get<Fields>(read).has("csrf"));
}

TEST_CASE("Repeated, unknown and unreadable fields are refused", "[web]") {
  CHECK(refusedWith(readQuery(asked("/x?q=1&q=2"), kKnown)) == 400);
  CHECK(refusedWith(readQuery(asked("/x?role=admin"), kKnown)) == 400);
  CHECK(refusedWith(readQuery(asked("/x?q=%FF%FE"), kKnown)) == 400);
  CHECK(refusedWith(readQuery(asked("/x?q=%00"), kKnown)) == 400);
  CHECK(refusedWith(readQuery(asked("/x?q=%1B%5B31m"), kKnown)) == 400);
  CHECK(refusedWith(readQuery(asked("/x?q=%zz"), kKnown)) == 400);
  CHECK(refusedWith(readForm(posted("q=1&q=2"), kKnown, false)) == 400);
  CHECK(refusedWith(readForm(posted("q=1&admin=1"), kKnown, false)) == 400);
  std::string many = "q=1";
  for (int at = 0; at < 100; ++at) many += "&f" + std::to_string(at) + "=1";
  CHECK(refusedWith(readForm(posted(many), kKnown, false)) == 400);
}

TEST_CASE("A form of another kind is refused", "[web]") {
  CHECK(refusedWith(readForm(posted("{}", "application/json"), kKnown, false)) == 415);
  CHECK(refusedWith(readForm(posted("q=1", "text/plain"), kKnown, false)) == 415);
  CHECK(refusedWith(readForm(posted("", ""), kKnown, false)) == 415);
  CHECK(refusedWith(readForm(posted(part("name=\"q\"", "1") + "--edge--\r\n", kMultipart), kKnown, false)) ==
        415);
  CHECK(refusedWith(readForm(
            posted("q=%E5%AD%A6%E5%8F%B7%0A1%09x", "application/x-www-form-urlencoded; charset=UTF-8"),
            kKnown, false)) == 0);
}

TEST_CASE("A file comes whole, with its name, under the one field for it", "[web]") {
  const std::string file("a,b\r\n\0\x1a--edg", 12);
  const auto read = readForm(
      posted(part("name=\"csrf\"", "t") + part("name=\"file\"; filename=\"名单.csv\"", file) + "--edge--\r\n",
             kMultipart),
      kKnown, true);
  REQUIRE(std::holds_alternative<Fields>(read));
  const Fields& fields = std::get<Fields>(read);
  CHECK(fields["csrf"] == "t");
  REQUIRE(fields.upload);
  CHECK(fields.upload->name == "名单.csv");
  CHECK(fields.upload->bytes == file);

  CHECK(refusedWith(readForm(posted(part("name=\"other\"; filename=\"a\"", "x") + "--edge--\r\n", kMultipart),
                             kKnown, true)) == 400);
  const std::string twice =
      part("name=\"file\"; filename=\"a\"", "x") + part("name=\"file\"; filename=\"b\"", "y");
  CHECK(refusedWith(readForm(posted(twice + "--edge--\r\n", kMultipart), kKnown, true)) == 400);
}

TEST_CASE("What goes into a path comes out of it again", "[web]") {
  for (const std::string text : {"515010910001", "王小明", "a b&c=d?e#f%", "\"'<>"})
    CHECK(decodeSegment(encode(text)) == text);
  CHECK(encode("../a") == "..%2Fa");
  for (const char* bad : {"..", "a%2Fb", "%2e%2e", "%00", "%0d%0a", "%ff", "%zz", "a%5cb"})
    CHECK_FALSE(decodeSegment(bad));
}
