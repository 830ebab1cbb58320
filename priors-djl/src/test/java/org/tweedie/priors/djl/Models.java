package org.tweedie.priors.djl;

import java.io.IOException;
import java.io.InputStream;

/** Model files of the tests. */
final class Models {
  private Models() {}

  /** A file beside this class. */
  static Safetensors.Source resource(String name) {
    return () -> {
      InputStream in = Models.class.getResourceAsStream(name);
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return in;
    };
  }
}
