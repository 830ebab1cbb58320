package org.tweedie.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The default image: every provider, and the demo. */
class ImageTest extends LinkedImage {
  @Override
  Path image() {
    return Path.of("target", "tweedie").toAbsolutePath();
  }

  @Test
  void listsTheProvidersOfEveryModule() throws Exception {
    Outcome o = run("list");
    assertEquals(0, o.code(), o.err());
    for (String id : List.of("mri.cartesian", "brain.mri", "gaussian", "dps", "dpnp", "r-bgdm")) {
      assertTrue(o.out().contains("  " + id + " "), o.out());
    }
    assertEquals("", o.err());
  }

  /** Deep Java Library comes in when a prior is made, not when it is described. */
  @Test
  void listingLoadsNoEngineForNetworks() throws Exception {
    // A cache of linked classes has all of them ready; what matters is what the program asks for.
    Outcome o =
        run(
            "-XX:+IgnoreUnrecognizedVMOptions -XX:AOTMode=off -Xlog:class+load",
            new String[] {"list"});
    assertEquals(0, o.code(), o.err());
    assertTrue(o.out().contains("org.tweedie.priors.djl.UNetProvider"), o.out());
    assertFalse(o.out().contains("ai.djl."), "a class of Deep Java Library");
  }

  /**
   * A JDK 25 records a rehearsal, and {@code AOTMode=on} fails if that is of no use; others do not.
   */
  @Test
  void startsFromWhatARehearsalRecorded() throws Exception {
    String release = Files.readString(image().resolve("release"));
    int feature = Integer.parseInt(release.replaceFirst("(?s).*JAVA_VERSION=\"(\\d+).*", "$1"));
    Path server = image().resolve("lib/server");
    assertEquals(feature >= 25, Files.exists(server.resolve("tweedie.aot")));
    assertEquals(feature < 25, Files.exists(server.resolve("classes.jsa")));
    Outcome o = run(feature < 25 ? "-Xshare:on" : "-XX:AOTMode=on", new String[] {"list"});
    assertEquals(0, o.code(), o.err());
    assertEquals("", o.err());
  }

  /** As on a machine whose memory asks for a heap above 32 GB. */
  @Test
  void saysNothingWhereWhatWasRecordedIsOfNoUse() throws Exception {
    Outcome o = run("-XX:-UseCompressedOops", new String[] {"list", "samplers", "--json"});
    assertEquals(0, o.code(), o.err());
    assertTrue(o.out().startsWith("{") || o.out().startsWith("["), o.out());
    assertEquals("", o.err());
  }

  @Test
  void reconstructsWithAnAnalyticPrior() throws Exception {
    demo("--prior", "gaussian");
  }

  @Test
  void reconstructsWithTheNetwork() throws Exception {
    demo();
  }

  @Test
  void trainsAPriorAndReconstructsWithIt() throws Exception {
    Outcome o =
        run(
            "train",
            "--data",
            ramp().toString(),
            "--out",
            "tiny.safetensors",
            "--steps",
            "2",
            "--batch",
            "1",
            "--crop",
            "16",
            "--widths",
            "8,8",
            "--blocks",
            "1,1");
    assertEquals(0, o.code(), o.out() + o.err());
    assertTrue(Files.exists(folder.resolve("tiny.safetensors.training.html")));
    demo("--prior", "tiny.safetensors");
  }

  /** An image that ends in black and white. */
  private Path ramp() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 32 * 32; i++) {
      image.getRaster().setSample(i % 32, i / 32, 0, i / 4);
    }
    Path file = folder.resolve("ramp.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** The first steps of the demo on one chain. */
  private void demo(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("demo", "--chains", "1", "--set", "sampler.steps=2"));
    arguments.addAll(List.of(more));
    Outcome o = run(arguments.toArray(String[]::new));
    assertEquals(0, o.code(), o.out() + o.err());
    assertTrue(o.out().contains("report.html"), o.out());
    assertTrue(o.err().contains("step 2/2"), o.err());
    assertTrue(Files.size(folder.resolve("out/demo/report.html")) > 0);
  }
}
