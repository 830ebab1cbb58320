/** A program that embeds the engine. */
module growth.program {
  requires org.tweedie.engine;
}
