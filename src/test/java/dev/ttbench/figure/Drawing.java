package dev.ttbench.figure;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** A chart as a reader of the file sees it. */
final class Drawing {
    private static final Pattern COMMAND = Pattern.compile("([MLHVZa])([^MLHVZa]*)");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9])?");
    final Element root;
    final List<Label> labels = new ArrayList<>();
    final List<Box> plots = new ArrayList<>();
    /** Points of all marks in the plot of the same number, as x and y. */
    final List<List<double[]>> marks = new ArrayList<>();

    /** A text and the corners of the box around it, turned as it is. */
    record Label(String text, double[][] corners) { }

    Drawing(String svg) {
        try {
            DocumentBuilderFactory f = DocumentBuilderFactory.newInstance();
            f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            root = f.newDocumentBuilder().parse(new InputSource(new StringReader(svg))).getDocumentElement();
        } catch (Exception e) {
            throw new IllegalArgumentException("not well-formed: " + e.getMessage(), e);
        }
        walk(root, 16, List.of());
    }

    /** All elements of a name. */
    List<Element> all(String tag) {
        List<Element> out = new ArrayList<>();
        for (int i = 0; i < root.getElementsByTagName(tag).getLength(); i++) {
            out.add((Element) root.getElementsByTagName(tag).item(i));
        }
        return out;
    }

    private void walk(Element e, double size, List<String> anchors) {
        double mine = e.hasAttribute("font-size") ? Double.parseDouble(e.getAttribute("font-size")) : size;
        List<String> chain = new ArrayList<>(anchors);
        if (e.hasAttribute("text-anchor")) {
            chain.add(e.getAttribute("text-anchor"));
        }
        if (e.getTagName().equals("text")) {
            labels.add(label(e, mine, chain.isEmpty() ? "start" : chain.get(chain.size() - 1)));
        }
        if (e.getAttribute("class").equals("frame")) {
            List<double[]> p = points(e.getAttribute("d"));
            double[] a = p.get(p.size() - 4);
            double[] c = p.get(p.size() - 2);
            plots.add(new Box(a[0], a[1], c[0] - a[0], c[1] - a[1]));
            while (marks.size() < plots.size()) {
                marks.add(List.of());
            }
        }
        if (e.getAttribute("class").equals("marks")) {
            List<double[]> all = new ArrayList<>();
            for (int i = 0; i < e.getElementsByTagName("path").getLength(); i++) {
                all.addAll(points(((Element) e.getElementsByTagName("path").item(i)).getAttribute("d")));
            }
            while (marks.size() < plots.size()) {
                marks.add(List.of());
            }
            marks.add(all);
        }
        for (Node n = e.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element child) {
                walk(child, mine, chain);
            }
        }
    }

    private static Label label(Element e, double size, String anchor) {
        String s = e.getTextContent();
        double width = e.getAttribute("font-weight").equals("bold") ? Text.boldWidth(s, size) : Text.width(s, size);
        double x = Double.parseDouble(e.getAttribute("x"));
        double y = Double.parseDouble(e.getAttribute("y"));
        double left = anchor.equals("end") ? x - width : anchor.equals("middle") ? x - width / 2 : x;
        double top = y - Text.ASCENT * size;
        double bottom = y + Text.DESCENT * size;
        double angle = e.hasAttribute("transform") ? Math.toRadians(Double.parseDouble(e.getAttribute("transform").replaceAll("rotate\\((\\S+) .*", "$1"))) : 0;
        double[][] corners = {{left, top}, {left + width, top}, {left + width, bottom}, {left, bottom}};
        for (double[] c : corners) {
            double dx = c[0] - x;
            double dy = c[1] - y;
            c[0] = x + dx * Math.cos(angle) - dy * Math.sin(angle);
            c[1] = y + dx * Math.sin(angle) + dy * Math.cos(angle);
        }
        return new Label(s, corners);
    }

    /** The points that a path passes; of arcs also the top and the bottom. */
    static List<double[]> points(String d) {
        List<double[]> out = new ArrayList<>();
        Matcher m = COMMAND.matcher(d);
        int end = 0;
        double x = 0;
        double y = 0;
        while (m.find()) {
            if (m.start() != end) {
                throw new IllegalArgumentException("not a path: " + d.substring(end));
            }
            end = m.end();
            List<Double> v = new ArrayList<>();
            Matcher n = NUMBER.matcher(m.group(2));
            while (n.find()) {
                v.add(Double.parseDouble(n.group()));
            }
            switch (m.group(1)) {
                case "M", "L" -> {
                    x = v.get(0);
                    y = v.get(1);
                }
                case "H" -> x = v.get(0);
                case "V" -> y = v.get(0);
                case "a" -> {
                    out.add(new double[] {x, y - v.get(0)});
                    out.add(new double[] {x, y + v.get(0)});
                    x += v.get(5);
                    y += v.get(6);
                }
                default -> { }
            }
            if (!m.group(1).equals("Z")) {
                out.add(new double[] {x, y});
            }
        }
        return out;
    }

    static double[][] corners(Box b) {
        return new double[][] {{b.x(), b.y()}, {b.right(), b.y()}, {b.right(), b.bottom()}, {b.x(), b.bottom()}};
    }

    /** Whether two turned boxes overlap: no line between them is along an edge of either. */
    static boolean overlap(double[][] a, double[][] b) {
        for (double[][] box : new double[][][] {a, b}) {
            for (int i = 0; i < 2; i++) {
                double nx = box[i + 1][1] - box[i][1];
                double ny = box[i][0] - box[i + 1][0];
                double length = Math.hypot(nx, ny);
                if (length == 0) {
                    return false;
                }
                double[] p = project(a, nx / length, ny / length);
                double[] q = project(b, nx / length, ny / length);
                if (p[1] <= q[0] + 0.2 || q[1] <= p[0] + 0.2) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double[] project(double[][] box, double nx, double ny) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (double[] c : box) {
            double v = c[0] * nx + c[1] * ny;
            lo = Math.min(lo, v);
            hi = Math.max(hi, v);
        }
        return new double[] {lo, hi};
    }
}
