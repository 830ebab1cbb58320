package org.tweedie.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.formats.FieldFiles;

/** Whole reconstructions of a tiny simulated scan with an analytic prior. */
class ReconstructTest {
  private static final int N = 24;

  /** Simulated once: image, k-space, mask, sensitivities. */
  @TempDir static Path scan;

  @TempDir Path folder;

  @BeforeAll
  static void simulate() {
    Field image = Field.zeros(Space.real(N, N));
    for (int y = 0; y < N; y++) {
      for (int x = 0; x < N; x++) {
        double r = Math.hypot(y - N / 2.0, x - N / 2.0);
        image.data()[y * N + x] = r < 9 ? (r < 4 ? 1f : 0.5f) : 0f;
      }
    }
    FieldFiles.write(scan.resolve("image.npy"), image);
    simulated("--coils", "3", "--seed", "5", "--out", scan.resolve("sim"))
        .succeeds()
        .prints("data.npy", "mask.npy", "reference.npy", "tweedie reconstruct");
  }

  private static Invocation simulated(Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "simulate",
                "--operator",
                "mri.cartesian",
                "--image",
                scan.resolve("image.npy"),
                "--acceleration",
                "2",
                "--set",
                "centre=12"));
    args.addAll(Arrays.asList(more));
    return Invocation.of(args.toArray());
  }

  private static Path file(String name) {
    return scan.resolve("sim").resolve(name + ".npy");
  }

  /** Runs a reconstruction without data; a flag replaces the default of that name. */
  private Invocation reconstruct(Object... more) {
    return invoke(new ArrayList<>(), more);
  }

  /** Runs a good reconstruction; a flag replaces the default of that name. */
  private Invocation good(Object... more) {
    return invoke(
        List.of(
            "--data", file("data"),
            "--mask", file("mask"),
            "--sensitivities", file("sensitivities")),
        more);
  }

  private static Invocation invoke(List<Object> inputs, Object... more) {
    List<Object> defaults =
        new ArrayList<>(
            List.of(
                "--operator", "mri.cartesian",
                "--prior", "gaussian",
                "--sampler", "r-bgdm",
                "--chains", "2"));
    defaults.addAll(inputs);
    List<Object> args = new ArrayList<>(List.of("reconstruct", "--set", "sampler.steps=4"));
    for (int i = 0; i < defaults.size(); i += 2) {
      if (!Arrays.asList(more).contains(defaults.get(i))) {
        args.addAll(defaults.subList(i, i + 2));
      }
    }
    args.addAll(Arrays.asList(more));
    return Invocation.of(args.toArray());
  }

  private Path out(String name) {
    return folder.resolve(name);
  }

  private static float[] samples(Path out) {
    return FieldFiles.read(out.resolve("samples.npy")).data();
  }

  @Test
  void writesImagesReportAndRecord() {
    good("--out", out("a"), "--reference", file("reference"))
        .succeeds()
        .prints(
            "2 samples, seed 0",
            "data fit of the samples is",
            "Against the reference",
            "operator evaluations",
            "report.html");
    for (String name : List.of("mean", "standard-deviation", "samples", "baseline")) {
      assertTrue(Files.exists(out("a").resolve(name + ".npy")), name);
      assertTrue(Files.exists(out("a").resolve(name + ".nii.gz")), name);
    }
    assertTrue(Files.exists(out("a").resolve("report.html")));
    assertTrue(Files.exists(out("a").resolve("pictures/mean.png")));
    assertEquals(Space.complex(2, N, N), FieldFiles.read(out("a").resolve("samples.npy")).space());
    Map<String, Object> run = Json.read(out("a").resolve("run.json"));
    assertEquals(true, run.get("complete"));
    assertEquals("r-bgdm", run.get("sampler"));
    assertEquals(0, run.get("seed"));
    assertTrue(run.get("options").toString().contains("sampler.steps=4"), run.toString());
    assertTrue(((Number) run.get("scale")).doubleValue() > 0);
    assertTrue(((Number) run.get("sigma")).doubleValue() > 0);
    assertTrue(run.get("evaluations").toString().contains("network=8"), run.toString());
    Map<?, ?> seconds = (Map<?, ?>) run.get("seconds");
    Map<?, ?> program = (Map<?, ?>) seconds.get("program");
    double total = number(program, "total");
    assertTrue(number(program, "network") + number(program, "operator") <= total, run.toString());
    assertTrue(number((Map<?, ?>) seconds.get("sampling"), "total") <= total, seconds.toString());
    for (Object listed : (List<?>) run.get("files")) {
      assertTrue(Files.exists(out("a").resolve(listed.toString())), listed.toString());
    }
  }

  /** Maps with the wrong sign of their phase, as another program may export them. */
  @Test
  void warnsFirstOfAResultThatDoesNotExplainTheData() {
    Field maps = FieldFiles.read(file("sensitivities")).copy();
    for (int i = 1; i < maps.data().length; i += 2) {
      maps.data()[i] = -maps.data()[i];
    }
    Path conjugate = written("conjugate", maps);
    String wrong =
        good("--sensitivities", conjugate, "--set", "sampler.steps=40", "--out", out("a"))
            .succeeds()
            .prints("Warning: The data fit of the samples is", "do not use them", "maps")
            .out();
    assertTrue(wrong.indexOf("do not use them") < wrong.indexOf("evaluations."), wrong);
    String right =
        good("--set", "sampler.steps=40", "--out", out("b"))
            .succeeds()
            .prints("The data fit of the samples is")
            .out();
    assertFalse(right.contains("do not use them"), right);
  }

  @Test
  void warnsOfAReferenceInOtherUnits() {
    Field reference = FieldFiles.read(file("reference")).copy().scale(1000);
    good("--set", "sampler.steps=40", "--reference", written("r", reference), "--out", out("a"))
        .succeeds()
        .prints("Warning: The reference has another scale than the data");
  }

  @Test
  void quietMeansWarningsAndErrorsOnly() {
    Invocation quiet = good("--quiet", "--out", out("a")).succeeds();
    assertEquals("", quiet.out());
    for (String line : quiet.err().lines().toList()) {
      assertTrue(line.startsWith("Warning: "), line); // of few steps
    }
    assertTrue(Files.exists(out("a").resolve("report.html")));
    good("--quiet", "--noise", "-1", "--out", out("b")).refuses("noise");
    simulated("--quiet", "--out", out("c")).succeeds();
  }

  @Test
  void theNextCommandIsOneForAShell() {
    simulated("--out", folder.resolve("bob's scan"))
        .succeeds()
        .prints("--data '" + folder + "/bob'\\''s scan/data.npy'", "--mask '" + folder);
  }

  @Test
  void aJobFileRepeatsTheRunToTheBit() throws Exception {
    good("--out", out("a"), "--seed", "7", "--set", "prior.std=0.3", "--title", "a < b").succeeds();
    Invocation.of("reconstruct", "--job", out("a").resolve("job.json"), "--out", out("b"))
        .succeeds()
        .prints("2 samples, seed 7");
    assertTrue(Files.readString(out("b").resolve("report.html")).contains("<h1>a &lt; b</h1>"));
    assertArrayEquals(samples(out("a")), samples(out("b")));
    assertEquals(Json.read(out("a").resolve("job.json")), Json.read(out("b").resolve("job.json")));
  }

  @Test
  void flagsOverrideTheJobFile() {
    good("--out", out("a")).succeeds();
    Path job = out("a").resolve("job.json");
    Invocation.of("reconstruct", "--job", job, "--seed", "3", "--chains", "1", "--out", out("b"))
        .succeeds()
        .prints("1 sample, seed 3");
    assertNotEquals(samples(out("a"))[0], samples(out("b"))[0]);
    Invocation.of("reconstruct", "--job", job, "--set", "steps=3", "--out", out("c")).succeeds();
    String run = Json.read(out("c").resolve("run.json")).toString();
    assertTrue(run.contains("sampler.steps=3"), run);
  }

  @Test
  void aJobFileFindsItsFilesBesideIt() throws Exception {
    Path job = scan.resolve("sim/job.json");
    Files.writeString(
        job,
        "{\"operator\": \"mri.cartesian\", \"inputs\": {\"data\": \"data.npy\","
            + " \"mask\": \"mask.npy\", \"sensitivities\": \"sensitivities.npy\"},"
            + " \"prior\": \"gaussian\", \"sampler\": \"dps\", \"chains\": 1,"
            + " \"options\": {\"sampler.steps\": 3}}");
    Invocation.of("reconstruct", "--job", job, "--out", out("a")).succeeds();
    Files.delete(job);
  }

  @Test
  void refusesAJobFileThatMakesNoSense() throws Exception {
    Path job = folder.resolve("job.json");
    Invocation.of("reconstruct", "--job", job, "--out", out("a")).refuses("no file", "job.json");
    Files.writeString(job, "{\"operator\": ");
    Invocation.of("reconstruct", "--job", job, "--out", out("a")).refuses("job.json", "JSON");
    Files.writeString(job, "{\"sampelr\": \"dps\"}");
    Invocation.of("reconstruct", "--job", job, "--out", out("a"))
        .refuses("'sampelr'", "did you mean 'sampler'?");
  }

  @Test
  void chainsDoNotDependOnHowManyThereAre() {
    good("--out", out("a"), "--chains", "1").succeeds();
    good("--out", out("b"), "--chains", "3", "--batch-limit", "2").succeeds();
    assertArrayEquals(samples(out("a")), Arrays.copyOf(samples(out("b")), 2 * N * N));
  }

  @Test
  void theDemoIsTheJobOfTheImage() throws Exception {
    Path demo = Files.createDirectories(folder.resolve("demo"));
    Files.copy(file("data"), demo.resolve("data.npy"));
    Files.copy(file("sensitivities"), demo.resolve("maps.npy"));
    Files.writeString(
        demo.resolve("job.json"),
        "{\"operator\": \"mri.cartesian\", \"inputs\": {\"data\": \"data.npy\","
            + " \"sensitivities\": \"maps.npy\"}, \"prior\": \"gaussian\","
            + " \"sampler\": \"r-bgdm\", \"options\": {\"sampler.steps\": 3}}");
    Invocation.in(Optional.of(folder), "demo", "--chains", "1", "--out", out("d"))
        .succeeds()
        .prints("1 sample");
    assertTrue(Files.exists(out("d").resolve("report.html")));
  }

  @Test
  void doesNotOverwriteAnEarlierRunUnasked() throws Exception {
    good("--out", out("a")).succeeds();
    Files.writeString(out("a").resolve("notes.txt"), "mine");
    good("--out", out("a")).refuses("holds an earlier run", "--overwrite");
    good("--out", out("a"), "--overwrite").succeeds();
    assertTrue(Files.exists(out("a").resolve("notes.txt")));
  }

  @Test
  void anEarlierRunOutlivesARefusedOne() throws Exception {
    good("--out", out("a")).succeeds();
    FieldFiles.write(folder.resolve("small.npy"), Field.zeros(Space.real(3, 3)));
    Object[] bad = {"--mask", folder.resolve("small.npy"), "--out", out("a"), "--overwrite"};
    byte[] before = Files.readAllBytes(out("a").resolve("run.json"));
    good(bad).refuses("the mask is real 3 x 3");
    assertArrayEquals(before, Files.readAllBytes(out("a").resolve("run.json")));
    assertEquals(2, samples(out("a")).length / (2 * N * N));
    bad[3] = out("new");
    good(bad).refuses("the mask is real 3 x 3");
    assertFalse(Files.exists(out("new")));
  }

  @Test
  void refusesAnOutputFolderThatCannotBe() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    good("--out", file).refuses("is a file");
    good("--out", file.resolve("below")).refuses("not writable");
    good().refuses("--out");
  }

  /** Begins a run and stops it as an interrupt does, after a number of steps. */
  private String interrupted(Path out, int steps, boolean overwrite) {
    Job job =
        new Job(
            Optional.empty(),
            Optional.of("mri.cartesian"),
            Map.of(
                "data", file("data").toString(), "sensitivities", file("sensitivities").toString()),
            Optional.of("gaussian"),
            Optional.of("r-bgdm"),
            Map.of("sampler.steps", "6"),
            Map.of(),
            java.util.OptionalInt.of(3),
            java.util.OptionalLong.of(1),
            java.util.OptionalInt.of(2),
            Optional.empty(),
            Optional.empty());
    java.io.ByteArrayOutputStream printed = new java.io.ByteArrayOutputStream();
    java.io.PrintStream print = new java.io.PrintStream(printed, true);
    Console console =
        new Console(java.io.InputStream.nullInputStream(), print, print, false, Optional.empty());
    Catalogue catalogue = Catalogue.load();
    int code =
        new Reconstructing(console, catalogue, job, Duration.ofHours(1))
            .cancelAfter(steps)
            .run(out, overwrite);
    assertEquals(1, code);
    return printed.toString();
  }

  @Test
  void leavesAReadablePartialResultWhenCancelled() {
    String printed = interrupted(out("a"), 2, false);
    assertTrue(printed.contains("Interrupted"), printed);
    assertTrue(printed.contains("tweedie resume " + out("a")), printed);
    Map<String, Object> run = Json.read(out("a").resolve("run.json"));
    assertEquals(false, run.get("complete"));
    assertEquals(2, ((List<?>) run.get("trace")).size());
    assertTrue(FieldFiles.read(out("a").resolve("samples.npy")).isFinite());
    assertTrue(Files.exists(out("a").resolve("report.html")));
  }

  /** Within the first group of chains, between the two, and within the second. */
  @Test
  void aResumedRunHasTheBitsOfOneThatWasNeverInterrupted() {
    reconstruct(
            "--data",
            file("data"),
            "--sensitivities",
            file("sensitivities"),
            "--samples",
            "3",
            "--chains",
            "3",
            "--batch-limit",
            "2",
            "--seed",
            "1",
            "--out",
            out("x"))
        .refuses("--samples");
    Invocation.of(
            "reconstruct",
            "--operator",
            "mri.cartesian",
            "--prior",
            "gaussian",
            "--sampler",
            "r-bgdm",
            "--data",
            file("data"),
            "--sensitivities",
            file("sensitivities"),
            "--samples",
            "3",
            "--batch-limit",
            "2",
            "--seed",
            "1",
            "--set",
            "sampler.steps=6",
            "--out",
            out("whole"))
        .succeeds();
    float[] whole = samples(out("whole"));
    for (int steps : new int[] {1, 4, 6, 8}) {
      Path out = out("stopped" + steps);
      interrupted(out, steps, false);
      good("--out", out).refuses("was interrupted", "tweedie resume");
      Invocation.of("resume", out).succeeds().prints("Look at");
      assertArrayEquals(whole, samples(out), "stopped after " + steps);
      Map<String, Object> run = Json.read(out.resolve("run.json"));
      assertEquals(true, run.get("complete"));
      assertEquals(12, ((List<?>) run.get("trace")).size());
      assertFalse(Files.exists(out.resolve("state")), "nothing is left to go on with");
      Invocation.of("resume", out).refuses("reached its end");
    }
  }

  @Test
  void anEarlierRunStaysUntilTheOneThatReplacesItIsComplete() {
    good("--out", out("a"), "--seed", "9").succeeds();
    float[] earlier = samples(out("a"));
    String printed = interrupted(out("a"), 2, true);
    assertTrue(printed.contains("the earlier run is kept"), printed);
    assertArrayEquals(earlier, samples(out("a")));
    Invocation.of("resume", out("a")).succeeds();
    assertEquals(3, FieldFiles.read(out("a").resolve("samples.npy")).space().dim(0));
    assertFalse(Files.exists(out("a").resolve("unfinished")));
  }

  @Test
  void resumeRefusesWhatIsNoInterruptedRun() throws Exception {
    Invocation.of("resume", out("none")).refuses("there is no folder");
    Invocation.of("resume", Files.createDirectories(out("empty")))
        .refuses("no run was interrupted");
    interrupted(out("a"), 3, false);
    for (String name : List.of("state", "state.previous")) {
      Path state = out("a").resolve("state").resolve(name);
      if (Files.exists(state)) {
        byte[] torn = Files.readAllBytes(state);
        Files.write(state, Arrays.copyOf(torn, torn.length / 2));
      }
    }
    Invocation.of("resume", out("a")).refuses("cannot be used", "start the run anew");
  }

  @Test
  void anUnknownThatTheOperatorLacksIsNamed() throws Exception {
    good("--unknown", "kernel=gaussian", "--out", out("a"))
        .refuses("mri.cartesian has no unknown parameter 'kernel'");
    good("--unknown", "kernel", "--out", out("a")).refuses("NAME=VALUE");
    Path job = folder.resolve("job.json");
    Files.writeString(job, "{\"unknowns\": {\"kernel\": \"gaussian\"}}");
    good("--job", job, "--out", out("a")).refuses("no unknown parameter 'kernel'");
  }

  @Test
  void refusesFilesThatCannotBeRead() throws Exception {
    reconstruct("--out", out("a")).refuses("k-space", "--data");
    Path missing = folder.resolve("none.npy");
    reconstruct("--data", missing, "--out", out("a")).refuses("none.npy");
    byte[] whole = Files.readAllBytes(file("data"));
    Path half = Files.write(folder.resolve("half.npy"), Arrays.copyOf(whole, whole.length / 2));
    reconstruct("--data", half, "--out", out("a")).refuses("half.npy");
    Path text = Files.writeString(folder.resolve("text.npy"), "hello");
    reconstruct("--data", text, "--out", out("a")).refuses("text.npy");
    assertFalse(Files.exists(out("a")));
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    Field data = FieldFiles.read(file("data")).copy();
    data.data()[2 * (N * N + 3 * N + 4)] = Float.NaN;
    reconstruct("--data", written("nan", data), "--out", out("a"))
        .refuses("nan.npy", "NaN", "[1, 3, 4]");
    data.data()[5] = Float.POSITIVE_INFINITY;
    reconstruct("--data", written("inf", data), "--out", out("a"))
        .refuses("a value that is NaN and a value that is infinite, or beyond", "[0, 0, 2]");
    data.data()[2 * (N * N + 3 * N + 4)] = Float.NEGATIVE_INFINITY;
    reconstruct("--data", written("two", data), "--out", out("a"))
        .refuses("holds 2 values that are infinite, or beyond the 3.4e38 of 32 bits");
    good("--reference", written("r", Field.zeros(Space.real(N, N))), "--out", out("a"))
        .refuses("the reference", "r.npy", "zero everywhere");
  }

  @Test
  void refusesShapesThatDoNotFit() {
    Field mask = Field.zeros(Space.real(N, N + 1)).fill(1);
    reconstruct("--data", file("data"), "--mask", written("m", mask), "--out", out("a"))
        .refuses("the mask is real 24 x 25");
    Field maps = Field.zeros(Space.complex(2, N, N)).fill(1);
    reconstruct("--data", file("data"), "--sensitivities", written("s", maps), "--out", out("a"))
        .refuses("the sensitivities are complex 2 x 24 x 24");
  }

  @Test
  void refusesDataThatCannotBeReconstructed() {
    Field mask = Field.zeros(Space.real(N, N));
    reconstruct("--data", file("data"), "--mask", written("m", mask), "--out", out("a"))
        .refuses("mask");
    Field data = FieldFiles.read(file("data")).copy();
    Arrays.fill(data.data(), 2 * N * N, 4 * N * N, 0f);
    reconstruct("--data", written("zero", data), "--mask", file("mask"), "--out", out("a"))
        .refuses("channel 1");
  }

  @Test
  void refusesDataWithoutACalibrationRegion() {
    Field data = FieldFiles.read(file("data")).copy();
    Field mask = Field.zeros(Space.real(N, N));
    for (int y = 0; y < N; y++) {
      for (int x = 0; x < N; x++) {
        boolean keep = (x + y) % 2 == 0;
        mask.data()[y * N + x] = keep ? 1 : 0;
        for (int c = 0; !keep && c < 3; c++) {
          data.data()[2 * ((c * N + y) * N + x)] = 0;
          data.data()[2 * ((c * N + y) * N + x) + 1] = 0;
        }
      }
    }
    Path file = written("d", data);
    reconstruct("--data", file, "--mask", written("m", mask), "--noise", "1", "--out", out("a"))
        .refuses("calibration");
  }

  @Test
  void refusesAPriorThatCannotServeTheImages() throws Exception {
    Path model = folder.resolve("model.json");
    Files.writeString(
        model, "{\"weights\": [1], \"means\": [[0, 0]], \"covariances\": [[[1, 0], [0, 1]]]}");
    good("--prior", "mixture", "--set", "prior.file=" + model, "--out", out("a"))
        .refuses("complex 24 x 24", "real 2");
    reconstruct("--data", file("data"), "--prior", "nothing.safetensors", "--out", out("a"))
        .refuses("nothing.safetensors");
  }

  @Test
  void refusesUnknownNamesAndNamesTheNearest() {
    Invocation.of("reconstruct", "--operator", "mri.cartesain", "--out", out("a"))
        .refuses("'mri.cartesain'", "did you mean 'mri.cartesian'?");
    good("--prior", "gausian", "--out", out("a")).refuses("'gausian'", "did you mean 'gaussian'?");
    good("--sampler", "r-bgmd", "--out", out("a")).refuses("'r-bgmd'", "did you mean 'r-bgdm'?");
    good("--set", "sampler.stpes=3", "--out", out("a")).refuses("stpes", "steps");
    good("--input", "maks=" + file("mask"), "--out", out("a"))
        .refuses("'maks'", "did you mean 'mask'?");
    good("--msk", file("mask"), "--out", out("a")).refuses("'--msk'", "did you mean '--mask'?");
  }

  @Test
  void refusesValuesOutOfRange() {
    good("--set", "sampler.steps=0", "--out", out("a")).refuses("steps", "0");
    good("--set", "sampler.steps=few", "--out", out("a")).refuses("steps", "few");
    good("--set", "steps", "--out", out("a")).refuses("NAME=VALUE");
    good("--noise", "-1", "--out", out("a")).refuses("noise", ">0 … ∞");
    good("--noise", "0", "--out", out("a")).refuses("noise", ">0 … ∞");
    Invocation.of("describe", "mri.cartesian").succeeds().prints("noise = (not set)   [>0 … ∞]");
    good("--chains", "0", "--out", out("a")).refuses("--samples is 0");
    assertFalse(Files.exists(out("a").resolve("run.json")));
  }

  private Path written(String name, Field field) {
    Path file = folder.resolve(name + ".npy");
    FieldFiles.write(file, field);
    return file;
  }

  private static double number(Map<?, ?> of, String name) {
    return ((Number) of.get(name)).doubleValue();
  }
}
