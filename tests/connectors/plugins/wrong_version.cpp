// A plugin as another version of the program would have built it.
namespace lixiao::connectors {
class Registry;
}

extern "C" unsigned lixiao_connector_plugin(unsigned abi_version, lixiao::connectors::Registry*) {
  return abi_version + 1;
}
