// A plugin whose entry throws something that is no exception.
namespace lixiao::connectors {
class Registry;
}

extern "C" unsigned lixiao_connector_plugin(unsigned, lixiao::connectors::Registry*) {
  throw 42;
}
