/** DJL's engine on libtorch. */
open module ai.djl.pytorch_engine {
  exports ai.djl.pytorch.engine;
  exports ai.djl.pytorch.jni;

  requires transitive ai.djl.api;

  provides ai.djl.engine.EngineProvider with
      ai.djl.pytorch.engine.PtEngineProvider;
}
