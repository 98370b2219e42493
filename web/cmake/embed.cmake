# cmake -DOUT=file.cpp -DFILES="NAME=PATH;..." -P embed.cmake
# Writes the bytes of each file into a C++ source with the function resources() of web/resources.h.
set(arrays "")
set(table "")
set(index 0)
foreach(pair ${FILES})
  string(REGEX MATCH "^([^=]+)=(.*)$" unused "${pair}")
  set(name "${CMAKE_MATCH_1}")
  set(path "${CMAKE_MATCH_2}")
  file(READ "${path}" hex HEX)
  file(SHA256 "${path}" digest)
  string(SUBSTRING "${digest}" 0 12 digest)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "const unsigned char kBytes${index}[] = {${bytes}0};\n")
  string(APPEND table "      {\"${name}\", \"${digest}\", text(kBytes${index}, sizeof kBytes${index} - 1)},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUT}" "#include \"web/resources.h\"\n
namespace lixiao::web {
namespace {
${arrays}
std::string_view text(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}
}  // namespace

const std::vector<Resource>& resources() {
  static const std::vector<Resource> all = {
${table}  };
  return all;
}

}  // namespace lixiao::web
")
