package org.tweedie.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.conformance.statistics.Cloud;
import org.tweedie.conformance.statistics.SlicedWasserstein;
import org.tweedie.conformance.zoo.Populations;

/** Weights and evidence: how chains are pooled, and what calibrate makes of them. */
class CalibrationTest {
  private static final Space LINE = Space.real(1);

  private static Field at(double x) {
    return Field.zeros(LINE).fill(x);
  }

  /** Two chains of evidence 1 and 3, and 1 : 4 within the first: 1/20, 4/20 and 15/20. */
  @Test
  void chainsWeighByTheirEvidence() {
    ChainResult first =
        ChainResult.weighted(List.of(at(0), at(1)), new double[] {0, Math.log(4)})
            .withLogEvidence(0);
    ChainResult second = ChainResult.of(at(2)).withLogEvidence(Math.log(3));
    Pooled p = Pooled.of(List.of(first, second));
    assertArrayEquals(new double[] {0.05, 0.2, 0.75}, p.cloud().weights(), 1e-12);
    assertEquals(Math.log(2), p.logEvidence().orElseThrow(), 1e-12);
    assertEquals(1 / (0.0025 + 0.04 + 0.5625), p.cloud().effective(), 1e-9);
  }

  @Test
  void chainsWithoutEvidenceWeighTheSame() {
    ChainResult first = ChainResult.of(List.of(at(0), at(1)));
    ChainResult second = ChainResult.of(at(2)).withLogEvidence(7);
    Pooled p = Pooled.of(List.of(first, second));
    assertArrayEquals(new double[] {0.25, 0.25, 0.5}, p.cloud().weights(), 1e-12);
    assertEquals(OptionalDouble.empty(), p.logEvidence());
  }

  /** All of three quarters at 0 and a quarter at 1 against a half at 0 and a half at 2. */
  @Test
  void transportMovesWeights() {
    Cloud a = Cloud.weighted(List.of(new double[] {1}, new double[] {0}), new double[] {1, 3});
    Cloud b = Cloud.of(List.of(new double[] {2}, new double[] {0}));
    double[][] d = new SlicedWasserstein(1, 3, 0).squared(List.of(a, b, a));
    // A quarter goes from 0 to 2, the other from 1 to 2.
    assertEquals(0.25 * 4 + 0.25 * 1, d[0][1], 1e-12);
    assertEquals(0, d[0][2], 1e-12);
  }

  /** Eight samples a chain; chains of the second batch have three times the evidence. */
  @Test
  void samplesAreCountedAndEveryChainHasItsSay(@TempDir Path folder) throws IOException {
    Path problem =
        Files.writeString(
            folder.resolve("problem.json"),
            """
            {"weights": [1], "means": [[1, 2]], "covariances": [[[1, 0], [0, 4]]],
             "operator": [[1, 0]], "noise": 1, "y": [3]}
            """);
    Path samples = folder.resolve("samples.npy");
    Console console = new Console(Populations.louderInLaterBatches());
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--problem", problem.toString(), "--sampler", "populations"));
    arguments.addAll(List.of("--samples", "1020", "--json", "--out", samples.toString()));
    assertEquals(0, new CalibrateCommand().run(arguments, console), console::text);
    Map<String, Object> json = JSON.std.mapFrom(console.text());
    assertEquals(1024, json.get("samples")); // 128 chains of 8: two batches of 64
    assertEquals(128, json.get("chains"));
    assertEquals(Math.log(2), (Double) json.get("logEvidence"), 1e-9);
    // 512 samples of weight w and as many of 3w: 1024²/(512·1 + 512·9)·4 = 819.2
    assertEquals(819.2, (Double) json.get("effectiveSampleSize"), 1e-6);
    // Images of 0 in the first batch and of 1 in the second.
    assertEquals(List.of(0.75, 0.75), json.get("mean"));
    assertEquals(128 + 1024 * 2 * 8, Files.size(samples));
    assertEquals(128 + 1024 * 8, Files.size(folder.resolve("samples.npy.weights.npy")));
  }
}
