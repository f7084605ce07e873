package dev.carousel.benchmarks;
import dev.carousel.benchmarks.engine.*;
import dev.carousel.benchmarks.libtorch.*;
import dev.carousel.benchmarks.measure.*;
import dev.carousel.benchmarks.workload.*;
import java.util.List;
public final class Probe {
  public static void main(String[] a) {
    int threads = Integer.parseInt(a[0]);
    Engine c = new CarouselRecurrence(CarouselRecurrence.kernels(threads));
    Engine l = new LibtorchEngine(new Libtorch(threads));
    for (String s : a[1].split(";")) for (BenchmarkCell cell : BenchmarkCell.values()) for (Mode m : Mode.values()) {
      GridShape g = GridShape.parse(s);
      Problem p = Problem.random(cell, g, false, 1);
      try (Session x = c.prepare(p, m); Session y = l.prepare(p, m)) {
        x.step(); y.step();
        double d = -1;
        try { d = Agreement.require(g, x.result(), y.result()); } catch (DisagreementException e) { System.out.println(e.getMessage()); }
        List<Quartiles> q = Sampler.QUICK.time(List.of((Runnable) x::step, y::step));
        double fl = cell.flops(g, m) / 1e9;
        System.out.printf("%s %s %s: %.1e (tol %.1e) carousel %.2f ms %.0f GF, libtorch %.2f ms %.0f GF, ratio %.2f%n", s, cell.label(), m.label(), d, Agreement.tolerance(g), q.get(0).median()*1e3, fl/q.get(0).median(), q.get(1).median()*1e3, fl/q.get(1).median(), q.get(1).median()/q.get(0).median());
      }
    }
  }
}
