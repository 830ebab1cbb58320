package org.tweedie.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bill of materials has no parent, so nothing but this keeps its versions right. */
class BomTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>tweedie-([a-z-]+)</artifactId>\\s*<version>([^<]+)</version>");

  @Test
  void namesEveryPublishedModuleWithItsVersion() throws Exception {
    Map<String, String> built = new TreeMap<>();
    try (Stream<Path> folders = Files.list(ROOT)) {
      for (Path pom : (Iterable<Path>) folders.map(f -> f.resolve("pom.xml"))::iterator) {
        if (Files.exists(pom)) {
          String text = Files.readString(pom);
          // After the parent's end tag, the first pair is the module's own.
          Matcher m = ARTIFACT.matcher(text.substring(Math.max(0, text.indexOf("</parent>"))));
          if (!text.contains("<maven.deploy.skip>true") && m.find()) {
            built.put(m.group(1), m.group(2));
          }
        }
      }
    }
    built.remove("bom");
    built.remove("parent");
    Map<String, String> listed = new TreeMap<>();
    String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
    ARTIFACT
        .matcher(bom.substring(bom.indexOf("<dependencyManagement>")))
        .results()
        .forEach(m -> listed.put(m.group(1), m.group(2)));
    assertEquals(built, listed);
  }
}
