@echo off
rem Runs HAL9's commands on Windows: finds a JDK 25, builds once, hands every argument on.
rem Kept simple because it is not covered by the tests, which run on Linux. Delete target\hal9.built
rem to build again after changing sources. A local cluster itself needs Linux.
setlocal enabledelayedexpansion
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"

set "jdk="
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\.sdkman\candidates\java\*") do call :consider "%%~d"
if not defined jdk (
  echo hal9: needs a JDK 25, and found none. Get one from https://adoptium.net/temurin/releases/?version=25 1>&2
  echo hal9: or set JAVA_HOME to the one you have. 1>&2
  exit /b 2
)

if not exist "%root%\target\hal9.built" (
  where mvn >nul 2>nul || (
    echo hal9: must be built first, which needs Maven: https://maven.apache.org/download.cgi 1>&2
    exit /b 2
  )
  if not exist "%root%\target" mkdir "%root%\target"
  echo hal9: building, log: %root%\target\hal9-build.log 1>&2
  pushd "%root%"
  set "JAVA25_HOME=%jdk%"
  call mvn -B -ntp -P quick -DskipTests package >"%root%\target\hal9-build.log" 2>&1
  if errorlevel 1 (
    popd
    echo hal9: the build failed; see %root%\target\hal9-build.log 1>&2
    exit /b 1
  )
  popd
  type nul >"%root%\target\hal9.built"
)

set "classpath=%root%\console-app\target\lib\*"
if "%~1"=="console" set "classpath=!classpath!;%root%\console-app\target\lib\desktop\*"
"%jdk%\bin\java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "-Dhal9.install=%root%" -cp "!classpath!" ai.hal9.console.command.Hal9 %*
exit /b %errorlevel%

:consider
if defined jdk exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
findstr /b /c:"JAVA_VERSION=\"25" "%~1\release" >nul 2>nul && set "jdk=%~1"
exit /b 0
