package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/embedding.md shows is code that compiles. */
class EmbeddingTest {
  private static final Path PAGE = Path.of("../docs/embedding.md");
  private static final Pattern CODE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  /** What the page takes for granted. */
  private static final String FRAME =
      """
      package page;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import org.tweedie.api.field.*;
      import org.tweedie.api.noise.*;
      import org.tweedie.api.spi.operator.*;
      import org.tweedie.api.spi.prior.*;
      import org.tweedie.api.spi.sampler.*;
      import org.tweedie.engine.*;
      import org.tweedie.engine.catalogue.*;
      import org.tweedie.engine.run.*;
      abstract class Page%d {
        Catalogue catalogue;
        Request request;
        Field kspace;
        Field mask;
        Likelihood likelihood;
        Prior prior;
        Sampler sampler;
        abstract void write(Reconstruction r);
        void run() {
      %s
        }
      }
      """;

  @TempDir Path work;

  @Test
  void everyPieceOfCodeCompiles() throws Exception {
    Map<String, String> sources = new HashMap<>();
    sources.put("module-info.java", "module page { requires org.tweedie.engine; }");
    Matcher m = CODE.matcher(Files.readString(PAGE));
    int n = 0;
    while (m.find()) {
      sources.put("page/Page" + n + ".java", FRAME.formatted(n++, m.group(1)));
    }
    assertTrue(n >= 3, n + " pieces of code");
    new PluginJars(work)
        .build(work.resolve("page.jar"), List.copyOf(ModulePath.modules().values()), sources);
  }
}
