package org.tweedie.conformance.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.conformance.CalibrateCommand;
import org.tweedie.conformance.VerifyCommand;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.spi.Command;

/** The commands, as a user runs them, on our own providers. */
class VerifyOwnTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * Operators and priors through their declarations alone; the samplers have tests of their own.
   */
  @Test
  void operatorsAndPriorsHold(@TempDir Path folder) throws IOException {
    int code =
        new VerifyCommand()
            .run(
                List.of(
                    "mri.cartesian",
                    "gaussian",
                    "mixture",
                    "brain.mri",
                    "--report",
                    folder.toString()),
                context());
    assertEquals(0, code, this::text);
    assertTrue(text().contains("ok       mri.cartesian"), this::text);
    assertTrue(
        Files.readString(folder.resolve("verify.json"))
            .replace(" ", "")
            .contains("\"holds\":true"));
    assertTrue(Files.readString(folder.resolve("verify.html")).contains("O-1"));
  }

  @Test
  void everyProviderDescribesItselfWell() {
    for (String rule : List.of("V-1", "V-2", "V-3", "V-4", "V-5", "V-6")) {
      assertEquals(0, new VerifyCommand().run(List.of("--rule", rule), context()), this::text);
    }
  }

  /** Golden problem G2: the exact numbers are those of a derivation independent of this code. */
  @Test
  void calibrationPrintsTheTruthOfG2(@TempDir Path folder) throws IOException {
    Path problem = folder.resolve("g2.json");
    Files.writeString(
        problem,
        """
        {"weights": [0.3, 0.7], "means": [[-1, 0.5], [1, -0.3]],
         "covariances": [[[0.04, 0], [0, 0.04]], [[0.09, 0], [0, 0.0225]]],
         "operator": [[1, 0.5]], "noise": 0.4, "y": [0.3]}
        """);
    Path samples = folder.resolve("samples.npy");
    int code =
        new CalibrateCommand()
            .run(
                List.of(
                    "--problem", problem.toString(),
                    "--sampler", "dpnp",
                    "--set", "eta-max=1",
                    "--set", "prior-std=0.5",
                    "--chains", "200",
                    "--seed", "3",
                    "--out", samples.toString()),
                context());
    assertEquals(0, code, this::text);
    assertTrue(text().contains("0.712726  -0.270336"), this::text);
    assertTrue(text().contains("-1.12522"), this::text); // log 0.324580
    assertTrue(text().contains("0.0582877  0.941712"), this::text);
    assertEquals(128 + 200 * 2 * 8, Files.size(samples));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Command.Context context() {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Command.Context() {
      @Override
      public InputStream in() {
        return InputStream.nullInputStream();
      }

      @Override
      public PrintStream out() {
        return stream;
      }

      @Override
      public PrintStream err() {
        return stream;
      }

      @Override
      public Catalogue catalogue(Optional<Path> plugins) {
        return plugins.map(Catalogue::load).orElseGet(Catalogue::load);
      }
    };
  }
}
