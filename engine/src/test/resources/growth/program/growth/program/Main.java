package growth.program;

import java.nio.file.Path;
import java.util.HexFormat;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Request;
import org.tweedie.engine.RunListener;
import org.tweedie.engine.Session;
import org.tweedie.engine.catalogue.Catalogue;

/** Loads a folder of plug-ins, runs them, and prints what it found and what came out. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println(
        "api " + Field.class.getModule().getDescriptor().rawVersion().orElse("without version"));
    Catalogue c = Catalogue.load(Path.of(arguments[0]));
    c.found().forEach(f -> System.out.println("found " + f.id()));
    c.rejected().forEach(r -> System.out.println("rejected " + r));
    run(c, "grown.gain", "grown.prior", "grown.walk");
    if (c.found().stream().anyMatch(f -> f.id().equals("newer.asking"))) {
      run(c, "newer.identity", "newer.prior", "newer.asking");
    }
  }

  private static void run(Catalogue c, String operator, String prior, String sampler) {
    Field y =
        new CounterNoise(1)
            .normals(0, 0, Purpose.of("data"), Field.zeros(Space.complex(2, 2)));
    Request r =
        Request.builder()
            .operator(operator)
            .input("data", y)
            .prior(prior)
            .sampler(sampler)
            .samples(3)
            .batchLimit(2)
            .build();
    try (Session s = Session.prepare(c, r)) {
      Reconstruction out = s.run(RunListener.SILENT);
      StringBuilder bits = new StringBuilder();
      for (Field x : out.samples()) {
        for (float v : x.data()) {
          bits.append(HexFormat.of().toHexDigits(Float.floatToIntBits(v)));
        }
      }
      System.out.println("samples of " + sampler + " " + bits);
    }
  }
}
