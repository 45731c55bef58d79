# Builds what the cases need, in a copy of testdata.
set -e
javac -nowarn -d classes src/*.java
rm classes/Gone.class classes/GoneField.class classes/GoneParameter.class
mkdir dumps empty lib mods mods2 modjars broken twice badname splitpkg patched.classes
cp source/*.java source/nosuffix .
cp -r source/shebang shebang
mkdir dir.java
javac -d pkg.classes packages/p/*.java

# Modules.
javac -d mods/m module/module-info.java module/*/*.java
javac -p mods -d mods2/user user/module-info.java user/u/Main.java
mkdir patchclasses
javac -d patchclasses patch/p/Main.java
mv patch patch.src && mv patchclasses patch
mkdir -p patchbase && cp classes/NoMain.class patchbase
jar --create --file modjars/withmain.jar --main-class p.Main -C mods/m .
mkdir -p broken/m && echo nonsense > broken/m/module-info.class
mkdir -p twice/one twice/two
cp -r mods/m/* twice/one && cp -r mods/m/* twice/two
for s in s1 s2; do javac -d splitpkg/$s split/$s/module-info.java split/$s/q/*.java; done

# Class files of other versions: bytes 4 to 7 are minor and major version.
patched() { # folder, offset, bytes in octal
	mkdir -p $1
	cp classes/Show.class $1
	printf "$3" | dd of=$1/Show.class bs=1 seek=$2 conv=notrunc 2>/dev/null
}
patched future 6 '\000\101'
patched preview 4 '\377\377'
patched oldpreview 4 '\377\377\000\074'
patched old 6 '\000\064'
patched tooold 6 '\000\054'
patched minor 4 '\000\005'
patched magic 0 '\312\376\272\277'
mkdir truncated emptyclass
head -c 100 classes/Show.class > truncated/Show.class
: > emptyclass/Show.class

# Jars.
jar --create --file app.jar --main-class Show -C classes Show.class
jar --create --file plain.jar -C classes Show.class
mv plain.jar lib/show.jar
manifest() { # jar, lines of the manifest
	printf "$2" > manifest
	jar --create --file $1 --manifest manifest -C classes Show.class -C classes Opens.class -C classes NoMain.class -C pkg.classes p
}
printf 'Class-Path: lib/show.jar\nMain-Class: Show\n' > manifest
jar --create --file outer.jar --manifest manifest -C empty .
cp lib/show.jar plain.jar
cp lib/show.jar badname/1-2.jar
echo 'not a zip file' > corrupt.jar
: > empty.jar
jar --create --no-manifest --file nomanifest.jar -C classes Show.class
head -c 700 app.jar > truncated.jar
(echo '#!/bin/sh'; cat app.jar) > prefixed.jar
manifest mainmissing.jar 'Main-Class: Missing\n'
manifest mainslash.jar 'Main-Class: p/InPackage\n'
manifest mainempty.jar 'Main-Class: \n'
manifest mainblank.jar 'Main-Class:  \n'
manifest mainspaces.jar 'Main-Class:  p.InPackage  \n'
manifest mainnomain.jar 'Main-Class: NoMain\n'
manifest mainlong.jar 'X: y\nMain-Class: p.\n InPack\n age\n'
manifest agent.jar 'Main-Class: Show\nLauncher-Agent-Class: Missing\n'
manifest addopens.jar 'Main-Class: Opens\nAdd-Opens: java.base/java.lang\n'
manifest addexports.jar 'Main-Class: Show\nAdd-Exports: java.base/sun.nio.ch java.base/nosuch\n'
manifest multirelease.jar 'Main-Class: Show\nMulti-Release: true\n'
manifest jfx.jar 'Main-Class: Show\nJavaFX-Application-Class: Show\n'
mkdir META-INF
printf 'no colon here\n' > META-INF/MANIFEST.MF
jar --create --no-manifest --file badmanifest.jar META-INF/MANIFEST.MF -C classes Show.class
: > META-INF/MANIFEST.MF
jar --create --no-manifest --file emptymanifest.jar META-INF/MANIFEST.MF -C classes Show.class

# Argument files.
echo '-cp "classes" -Dk=file Show one "two three"' > args
echo '-disable-@files -cp classes Show @args' > args.disable
echo '-cp classes' > args.cp
echo 'Show rest' > args.rest
echo '@args.cp Show' > args.nested
printf '# a comment\n-cp classes # and another\nShow#not one #one\n  # indented\nlast' > args.comments
printf -- "-cp classes Show 'single \"x\"' \"double 'y'\" a\"b c\"d \"\" ''" > args.quotes
printf -- '-cp classes\\\n Show \\\nx\\\n  y "a\\\n   b" "c\n' > args.continued
printf -- '-cp classes Show "a b\nc' > args.unterminated
printf -- '-cp classes Show a\\b "a\\\\b" "t\\tt" "n\\nn" "q\\"q" c:\\dir\\x "\\u0041"' > args.backslash
: > args.empty
printf -- '-cp classes\r\nShow a\r\n"b\\\r\n  c"\r\n' > args.crlf
printf -- "-cp lib/* Show lib/*" > args.wild
printf -- '-cp classes Show' > args.main
printf -- '-jar app.jar' > args.jar
echo app.jar > args.jarname
echo classes > args.cpvalue
echo 17 > args.source
echo '-cp classes Codes ä "€ x"' > args.utf8
mkdir Ümlaut && cp classes/Show.class Ümlaut
echo '-Dk=options -Dempty=' > vmoptions
echo '-nosuch' > vmoptions.bad
printf -- "-Dk='a b' \"-Dempty=c  d\"\n-Dbare=\\\\x" > vmoptions.quotes
echo '-XX:VMOptionsFile=vmoptions' > vmoptions.nested
printf '+UseSerialGC\n-UseTLAB\n' > flags.bad
printf '# comment\n+DisableExplicitGC\nMaxHeapSize=33554432\n' > flags.good
cp flags.good flags
