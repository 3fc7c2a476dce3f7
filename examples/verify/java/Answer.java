// Business days of Colombia, and the last day to answer what the contract of public services gives rise to.
// What it was not made for (acts within the case, readings, office hours) it says it does not answer.
//
//     pqr verify --command 'java examples/verify/java/Answer.java'
//
// Java 17 or later, and no library: the reader of JSON at the end is there for that alone.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

public final class Answer {
    static final LocalDate FIRST = LocalDate.of(1984, 1, 1);
    static final LocalDate LAST = LocalDate.of(2100, 12, 31);
    static final Set<String> CONTRACT =
            Set.of("peticion", "queja", "reclamo", "recurso_reposicion", "recurso_reposicion_apelacion");
    /** Ley 51 de 1983. */
    static final List<MonthDay> KEPT = days("01-01 05-01 07-20 08-07 12-08 12-25");
    /** Ley 51 de 1983: on the Monday after, unless it is one. */
    static final List<MonthDay> MOVED = days("01-06 03-19 06-29 08-15 10-12 11-01 11-11");
    /** Ley 2578 de 2026, moved too. */
    static final MonthDay CHIQUINQUIRA = MonthDay.of(7, 9);

    static final Map<String, Set<String>> KEYS = Map.of(
            "is_business_day", Set.of("on"),
            "add_business_days", Set.of("from", "n"),
            "business_days_between", Set.of("from", "to"),
            "due", Set.of("case", "as_of", "as_of_on"));

    static final class Refused extends RuntimeException {
        Refused(String code) {
            super(code);
        }
    }

    static final class Unsupported extends RuntimeException {}

    static List<MonthDay> days(String told) {
        return Stream.of(told.split(" ")).map(each -> MonthDay.parse("--" + each)).toList();
    }

    static LocalDate day(Object told) {
        try {
            if (told instanceof String text && text.length() == 10) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException fault) {
            // refused below
        }
        throw new Refused("vector_invalido");
    }

    /** Meeus, Jones and Butcher: every year of the Gregorian calendar. */
    static LocalDate easter(int year) {
        int a = year % 19, b = year / 100, c = year % 100;
        int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
        return LocalDate.of(year, n / 31, n % 31 + 1);
    }

    static Set<LocalDate> holidays(int year) {
        var found = new HashSet<LocalDate>();
        KEPT.forEach(each -> found.add(each.atYear(year)));
        var moved = new ArrayList<>(MOVED);
        if (year >= 2026) {
            moved.add(CHIQUINQUIRA);
        }
        moved.forEach(each -> found.add(each.atYear(year).with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY))));
        for (int after : new int[] {-3, -2, 43, 64, 71}) {
            found.add(easter(year).plusDays(after));
        }
        return found;
    }

    record Closure(LocalDate from, LocalDate to) {}

    static final class Calendar {
        private static final Map<Integer, Set<LocalDate>> KNOWN = new HashMap<>();
        private final boolean saturdays;
        private final List<Closure> closures = new ArrayList<>();

        Calendar(Map<String, Object> utility) {
            if (!Set.of("saturday_is_business_day", "closures").containsAll(utility.keySet())) {
                throw new Unsupported();
            }
            saturdays = Boolean.TRUE.equals(utility.get("saturday_is_business_day"));
            for (Object each : (List<?>) utility.getOrDefault("closures", List.of())) {
                var told = (Map<?, ?>) each;
                var closure = new Closure(day(told.get("from")), day(told.get("to")));
                if (closure.to.isBefore(closure.from)) {
                    throw new Refused("vector_invalido");
                }
                closures.add(closure);
            }
        }

        boolean isBusinessDay(LocalDate day) {
            if (day.isBefore(FIRST) || day.isAfter(LAST)) {
                throw new Refused("fuera_de_rango");
            }
            return day.getDayOfWeek() != DayOfWeek.SUNDAY
                    && (saturdays || day.getDayOfWeek() != DayOfWeek.SATURDAY)
                    && !KNOWN.computeIfAbsent(day.getYear(), Answer::holidays).contains(day)
                    && closures.stream().noneMatch(each -> !day.isBefore(each.from) && !day.isAfter(each.to));
        }

        LocalDate add(LocalDate day, Object told) {
            if (!(told instanceof Long n)) {
                throw new Refused("vector_invalido");
            }
            if (n == 0 && !isBusinessDay(day)) {
                throw new Refused("dia_no_habil");
            }
            var found = day;
            for (long left = Math.abs(n); left > 0; ) {
                found = found.plusDays(Long.signum(n));
                left -= isBusinessDay(found) ? 1 : 0;
            }
            return found;
        }

        long between(LocalDate start, LocalDate end) {
            if (end.isBefore(start)) {
                return -between(end, start);
            }
            isBusinessDay(start);
            return start.plusDays(1).datesUntil(end.plusDays(1)).filter(this::isBusinessDay).count();
        }
    }

    static Object due(Map<?, ?> filing, Calendar calendar) {
        if (!Set.of("tipo", "filed_on", "filed_at", "events", "radicado").containsAll(filing.keySet())
                || !CONTRACT.contains(filing.get("tipo"))
                || !((List<?>) filing.get("events")).isEmpty()) {
            throw new Unsupported();
        }
        var filed = filing.containsKey("filed_on")
                ? day(filing.get("filed_on"))
                : OffsetDateTime.parse((String) filing.get("filed_at"))
                        .atZoneSameInstant(ZoneId.of("America/Bogota"))
                        .toLocalDate();
        return calendar.add(filed, 15L); // Ley 142 de 1994, art. 158
    }

    static Object answer(Map<String, Object> asked) {
        var op = (String) asked.get("op");
        if (!KEYS.containsKey(op) || asked.containsKey("policies")) {
            throw new Unsupported();
        }
        var known = new HashSet<>(Set.of("id", "op", "source", "utility"));
        known.addAll(KEYS.get(op));
        if (!known.containsAll(asked.keySet())) {
            throw new Refused("vector_invalido");
        }
        @SuppressWarnings("unchecked")
        var calendar = new Calendar((Map<String, Object>) asked.getOrDefault("utility", Map.of()));
        return switch (op) {
            case "is_business_day" -> calendar.isBusinessDay(day(asked.get("on")));
            case "add_business_days" -> calendar.add(day(asked.get("from")), asked.get("n"));
            case "business_days_between" -> calendar.between(day(asked.get("from")), day(asked.get("to")));
            default -> due((Map<?, ?>) asked.get("case"), calendar);
        };
    }

    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line; (line = in.readLine()) != null; ) {
            try {
                var said = answer(new Json(line).object());
                out.println(said instanceof LocalDate ? "\"" + said + "\"" : said.toString());
            } catch (Refused refused) {
                out.println("{\"refused\": \"" + refused.getMessage() + "\"}");
            } catch (Unsupported unsupported) {
                out.println("\"unsupported\"");
            }
        }
    }

    /** A reader of JSON, as much as a question needs. */
    static final class Json {
        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Map<String, Object> object() {
            var made = new LinkedHashMap<String, Object>();
            take('{');
            while (peek() != '}') {
                var key = string();
                take(':');
                made.put(key, value());
                if (peek() == ',') {
                    at++;
                }
            }
            take('}');
            return made;
        }

        private Object value() {
            return switch (peek()) {
                case '{' -> object();
                case '[' -> list();
                case '"' -> string();
                default -> word();
            };
        }

        private List<Object> list() {
            var made = new ArrayList<Object>();
            take('[');
            while (peek() != ']') {
                made.add(value());
                if (peek() == ',') {
                    at++;
                }
            }
            take(']');
            return made;
        }

        private Object word() {
            int start = at;
            while (at < text.length() && ",]} ".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            var told = text.substring(start, at);
            return switch (told) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> null;
                default -> told.matches("-?\\d+") ? (Object) Long.valueOf(told) : (Object) Double.valueOf(told);
            };
        }

        private String string() {
            var made = new StringBuilder();
            take('"');
            while (text.charAt(at) != '"') {
                char each = text.charAt(at++);
                if (each != '\\') {
                    made.append(each);
                } else if (text.charAt(at) == 'u') {
                    made.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                    at += 5;
                } else {
                    int which = "nrtbf".indexOf(text.charAt(at));
                    made.append(which < 0 ? text.charAt(at) : "\n\r\t\b\f".charAt(which));
                    at++;
                }
            }
            at++;
            return made.toString();
        }

        private char peek() {
            while (text.charAt(at) == ' ') {
                at++;
            }
            return text.charAt(at);
        }

        private void take(char wanted) {
            if (peek() != wanted) {
                throw new IllegalArgumentException("no JSON at " + at + ": " + text);
            }
            at++;
        }
    }
}
