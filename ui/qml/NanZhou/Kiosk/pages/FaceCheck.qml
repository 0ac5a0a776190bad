pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// A mirror with an outline, and one thing to do at a time: said and drawn at the same place.
KioskPage {
    id: root
    heading: qsTr("请看屏幕中的自己")
    lead: qsTr("把脸放进椭圆里，按提示慢慢来。")

    // The hint that stands. The check looks many times a second; words that change so fast cannot be read.
    property string hint
    property var told: null
    readonly property int calmTime: Shell.settleTime > 0 ? 700 : 0
    readonly property bool done: hint === "done"
    readonly property bool calm: ["look", "hold-still", "checking", "done", "one-moment"].includes(hint)
    readonly property bool asking: ["turn-left", "turn-right", "front-again"].includes(hint)
    // A sign of one sentence has no full stop.
    readonly property string said: (Theme.say(told) || own(hint)).replace(/^([^。.]+)[。.]$/, "$1")
    // Room for the longest hint, so that nothing moves when another comes.
    readonly property int depth: !Theme.elder ? 196 : Shell.language === "zh" ? 236 : 316

    onPageChanged: follow()
    onRenewed: take()
    Component.onCompleted: take()

    function follow(): void {
        if (page.hint === hint || page.hint === "done" || !reading.running)
            take();
    }
    function take(): void {
        if (page.hint !== hint && hint !== "" && calmTime > 0)
            reading.restart();
        hint = page.hint;
        told = page.words ?? null;
    }
    function own(hint: string): string {
        switch (hint) {
        case "no-face": return qsTr("没有看到您的脸，请站到屏幕前");
        case "many-faces": return qsTr("画面里有别人，请只留您一位");
        case "closer": return qsTr("请再靠近一点");
        case "farther": return qsTr("请往后退一点");
        case "centre": return qsTr("请把脸移到椭圆中间");
        case "straight": return qsTr("请把脸正对屏幕");
        case "light": return qsTr("光线太暗，请换个角度");
        case "backlight": return qsTr("身后太亮，请往旁边站一点");
        case "glare": return qsTr("脸上反光，请摘下眼镜或稍微低头");
        case "mask": return qsTr("请摘下口罩");
        case "covered": return qsTr("请把脸全部露出来");
        case "hold-still": return qsTr("很好，请保持不动");
        case "turn-left": return qsTr("请慢慢把头转向左边");
        case "turn-right": return qsTr("请慢慢把头转向右边");
        case "front-again": return qsTr("请转回来，看着屏幕");
        case "checking": return qsTr("正在核对，请稍等");
        case "done": return qsTr("核对通过");
        case "one-moment": return qsTr("摄像头正在准备，请稍等");
        default: return qsTr("请正对屏幕");
        }
    }

    Timer {
        id: reading
        interval: root.calmTime
        onTriggered: if (root.page.hint !== root.hint) root.take()
    }
    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: root.wide ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: 20
        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            implicitHeight: 420
            radius: Theme.panel
            color: Theme.inkDeep
            Image {
                objectName: "mirror"
                anchors.fill: parent
                cache: false
                fillMode: Image.PreserveAspectCrop
                source: Shell.frame > 0 ? `image://camera/${Shell.frame}` : ""
                Accessible.ignored: true
            }
            FaceOutline {
                id: outline
                anchors.fill: parent
                progress: root.page.progress
                rim: root.calm ? Theme.white : Theme.gold
                ry: (height - 72) / 2
                Behavior on progress { NumberAnimation { duration: 250 } }
            }
            // Beside the outline, the way to turn: in a mirror the own left is at the left.
            Row {
                id: arrows
                objectName: "turn_arrow"
                readonly property int side: root.hint === "turn-left" ? -1 : 1
                readonly property real space: parent.width / 2 - outline.rx
                readonly property int size: Math.min(130, space * 0.5)
                property real drift: 0
                visible: root.hint === "turn-left" || root.hint === "turn-right"
                layoutDirection: side < 0 ? Qt.RightToLeft : Qt.LeftToRight
                anchors { verticalCenter: parent.verticalCenter; horizontalCenter: parent.horizontalCenter; horizontalCenterOffset: side * (outline.rx + space / 2 + drift) }
                spacing: -size * 0.44
                Repeater {
                    model: 3
                    Icon {
                        required property int index
                        name: "chevron-right"
                        turn: arrows.side < 0 ? 180 : 0
                        side: arrows.size
                        color: Theme.gold
                        opacity: 0.4 + 0.3 * index
                    }
                }
                NumberAnimation on drift {
                    running: arrows.visible
                    loops: Animation.Infinite
                    from: -10
                    to: 10
                    duration: 1200
                    easing.type: Easing.InOutSine
                }
            }
        }
        Rectangle {
            objectName: "hint_plate"
            Layout.fillWidth: !root.wide
            Layout.fillHeight: root.wide
            Layout.preferredWidth: root.wide ? (Theme.elder ? 440 : 390) : -1
            implicitHeight: root.wide ? 420 : Math.max(root.depth, words.implicitHeight + 40)
            radius: Theme.panel
            color: root.done ? "#2F7D6B" : root.calm ? "#16344F" : root.asking ? "#FBF3DD" : Theme.gold
            border { width: root.calm ? 0 : 4; color: Theme.gold }
            FaceHintDrawing {
                id: picture
                anchors {
                    left: root.wide ? undefined : parent.left
                    leftMargin: 24
                    verticalCenter: root.wide ? undefined : parent.verticalCenter
                    horizontalCenter: root.wide ? parent.horizontalCenter : undefined
                    top: root.wide ? parent.top : undefined
                    topMargin: Theme.elder ? 28 : 48
                }
                width: root.wide ? (Theme.elder ? 170 : 230) : Math.min(root.depth, 220) - 44
                height: width
                hint: root.hint
            }
            Paragraph {
                id: words
                readonly property bool long: text.length > (Shell.language === "zh" ? 13 : 40)
                objectName: "face_hint"
                anchors {
                    left: root.wide ? parent.left : picture.right
                    leftMargin: 28
                    right: parent.right
                    rightMargin: 28
                    top: root.wide ? picture.bottom : undefined
                    topMargin: Theme.elder ? 20 : 40
                    verticalCenter: root.wide ? undefined : parent.verticalCenter
                }
                horizontalAlignment: root.wide ? Text.AlignHCenter : Text.AlignLeft
                text: root.said
                font { pixelSize: long ? (root.wide ? Theme.body + 2 : Theme.label) : root.wide ? Theme.label : Theme.title + 2; weight: Font.Bold }
                color: root.calm ? Theme.white : "#0E2438"
            }
        }
    }
    actions: KioskButton {
        objectName: "action_refuse"
        Layout.fillWidth: true
        Layout.fillHeight: true
        look: KioskButton.Ink
        symbol: "refresh-cw"
        text: qsTr("换一种方式")
        onClicked: Shell.answer("refuse")
    }
}
